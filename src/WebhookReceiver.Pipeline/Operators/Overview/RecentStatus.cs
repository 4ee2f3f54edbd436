using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookReceiver.Operators;

/// <summary>
/// The status of the inbox and of readiness, read again when they are older than a few seconds: however many consoles are open, a store in a database is asked no more often than that.
/// </summary>
internal sealed class RecentStatus(WhatsAppInbox inbox, HealthCheckService health, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1, 1);
    private (InboxStatus? Inbox, HealthReport Health) known;
    private long? readAt;

    /// <returns>The inbox is null when it cannot be read, or not yet.</returns>
    public async ValueTask<(InboxStatus? Inbox, HealthReport Health)> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);

        try
        {
            if (readAt is null || clock.GetElapsedTime(readAt.Value) >= Age)
            {
                known = (await StatusAsync(cancellationToken), await health.CheckHealthAsync(cancellationToken));
                readAt = clock.GetTimestamp();
            }

            return known;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async ValueTask<InboxStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return inbox.IsOpen ? await inbox.StatusAsync(cancellationToken) : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A disk or a database that does not answer is what the overview is opened for: readiness says so, and everything else is still shown.
            return null;
        }
    }
}
