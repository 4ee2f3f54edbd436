using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookReceiver.Channels;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Puts the overview together from what the rooms know.</summary>
internal sealed class OverviewReader(
    ReceiverCounts counts, OverviewHistory history, RecentStatus status, Lanes lanes, IInbox store, DeliveryChannel channel, CallbackEndpoints endpoints, ChosenStore chosen, TimeProvider clock)
{
    public async ValueTask<ReceiverOverview> ReadAsync(bool withHistory, CancellationToken cancellationToken)
    {
        var (inbox, health) = await status.ReadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var totals = counts.Totals;
        var rates = history.Rates();
        var oldest = lanes.Open.Oldest ?? inbox?.OldestOpen;

        return new ReceiverOverview
        {
            At = now,
            StartedAt = history.StartedAt,
            IsReady = health.Status is not HealthStatus.Unhealthy,
            State = StateOf(health.Status),
            Problems = [.. ProblemsIn(health)],
            Accepted = totals.Accepted,
            Refused = totals.Refused,
            Handled = totals.Handled,
            Failed = totals.Failed,
            DeadLettered = totals.DeadLettered,
            AcceptedPerSecond = Math.Round(rates.Accepted, 2),
            RefusedPerSecond = Math.Round(rates.Refused, 2),
            HandledPerSecond = Math.Round(rates.Handled, 2),
            LagSeconds = history.LagSeconds() is { } lag ? Math.Round(lag, 2) : null,
            OldestOpenSeconds = oldest is { } since && now > since ? Math.Round((now - since).TotalSeconds, 1) : 0,
            OpenDeliveries = inbox?.OpenDeliveries ?? 0,
            BacklogBytes = store.Figures.OpenBytes ?? channel.Bytes,
            DeadLetters = inbox?.DeadLetters ?? 0,
            Replaying = inbox?.Replaying ?? 0,
            ParkedConversations = lanes.Parked,
            DamagedCopies = inbox?.DamagedCopies ?? 0,
            FreeBytes = inbox?.FreeBytes,
            Store = chosen.Name,
            Endpoints = [.. endpoints.All.Select(one => new EndpointOverview(one.Name, one.Path, LastAcceptedAt(one, now), one.Accepted.Count))],
            History = withHistory ? history.Series() : null,
        };
    }

    private DateTimeOffset? LastAcceptedAt(CallbackEndpoint endpoint, DateTimeOffset now) => endpoint.Accepted.Last is { } last ? now - clock.GetElapsedTime(last) : null;

    private static string StateOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "unavailable",
    };

    /// <summary>What the health checks say in words: their reasons, or else their description.</summary>
    internal static IEnumerable<string> ProblemsIn(HealthReport health) =>
        from entry in health.Entries
        where entry.Value.Status is not HealthStatus.Healthy
        from reason in ReasonsOf(entry.Value)
        select reason;

    internal static IEnumerable<string> ReasonsOf(HealthReportEntry entry) =>
        entry.Data.GetValueOrDefault("reasons") is IEnumerable<string> reasons && reasons.Any() ? reasons
        : entry.Data.GetValueOrDefault("reason") is string reason ? [reason]
        : entry.Description is { } description ? [description] : [];
}
