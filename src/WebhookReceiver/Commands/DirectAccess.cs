using System.Text.Json;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The inbox of a service that is not running, or one in a database. Operations that change it are not cancelled half-way.</summary>
internal sealed class DirectAccess(StoppedInbox stopped, string replayNote) : IInboxAccess
{
    private readonly WhatsAppInbox inbox = stopped.Inbox;

    public string ReplayNote => replayNote;

    public Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken) =>
        inbox.ListDeadLettersAsync(filter, limit, after, cancellationToken).AsTask();

    public Task<DeadLetterGroups> SummariseAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => inbox.SummariseDeadLettersAsync(filter, cancellationToken).AsTask();

    public Task<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken) => inbox.FindDeadLetterAsync(id, cancellationToken).AsTask();

    public async Task<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken) => await inbox.ReplayAsync(id, CancellationToken.None);

    public Task<int> CountAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => inbox.CountDeadLettersAsync(filter, cancellationToken).AsTask();

    public Task<JobReport> RunAsync(JobRequest request, Action<JobReport> progress, CancellationToken cancellationToken) => inbox.RunAsync(request, progress, cancellationToken);

    public async Task<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken) => await inbox.DiscardAsync(id, CancellationToken.None);

    public Task<EventPage> FindEventsAsync(EventSearch search, int limit, string? after, CancellationToken cancellationToken) =>
        AnswerAsync(() => inbox.FindEventsAsync(search, limit, after, cancellationToken));

    public async Task<EventDetails?> FindEventAsync(string key, string? endpoint, CancellationToken cancellationToken) =>
        await AnswerAsync(() => inbox.FindEventAsync(key, endpoint, cancellationToken)) switch
        {
            [] => null,
            [var one] => one,
            var several => throw new CommandFailedException(string.Equals(several[0].Key, several[^1].Key, StringComparison.Ordinal)
                ? "Several endpoints received that event; name one with --endpoint."
                : "The keys of several events begin with these digits; give more of them."),
        };

    public Task<EventContent?> ReadEventAsync(string key, string? endpoint, CancellationToken cancellationToken) =>
        AnswerAsync(() => inbox.ReadEventAsync(key, endpoint, cancellationToken));

    public Task<AuditPage> ListAuditAsync(AuditFilter filter, int limit, CancellationToken cancellationToken) =>
        inbox.ListAuditAsync(filter, limit, cancellationToken: cancellationToken).AsTask();

    public Task<HandlerList> ListHandlersAsync(CancellationToken cancellationToken) => inbox.ListHandlersAsync(cancellationToken).AsTask();

    public Task<HandlerReport?> PauseHandlerAsync(string name, CancellationToken cancellationToken) => inbox.PauseHandlerAsync(name, CancellationToken.None).AsTask();

    public Task<HandlerReport?> ResumeHandlerAsync(string name, CancellationToken cancellationToken) => inbox.ResumeHandlerAsync(name, CancellationToken.None).AsTask();

    public Task<InboxStatus> StatusAsync(CancellationToken cancellationToken) => inbox.StatusAsync(cancellationToken).AsTask();

    public async Task<long> ExportAsync(DeliveryExportFilter filter, Stream output, CancellationToken cancellationToken)
    {
        var lines = 0L;

        await foreach (var delivery in inbox.ExportAsync(filter, cancellationToken))
        {
            await JsonSerializer.SerializeAsync(output, delivery, OperatorJson.Default.ExportedDelivery, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            lines++;
        }

        return lines;
    }

    public Task<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken) => AnswerAsync(() => inbox.EraseAsync(user, CancellationToken.None));

    public ValueTask DisposeAsync() => stopped.DisposeAsync();

    private static async Task<T> AnswerAsync<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (FormatException exception)
        {
            throw new CommandFailedException(exception.Message, exception);
        }
    }
}
