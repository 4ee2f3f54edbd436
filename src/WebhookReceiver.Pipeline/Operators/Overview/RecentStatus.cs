using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookReceiver.Operators;

/// <summary>
/// The status of the inbox and of readiness, read again when they are older than a few seconds: however many consoles are open, a store in a database is asked no more often than that, and nobody
/// waits long for one that does not answer.
/// </summary>
internal sealed class RecentStatus(WhatsAppInbox inbox, HealthCheckService health, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1, 1);
    private (InboxStatus? Inbox, HealthReport Health) known;
    private long? readAt;
    private Task<InboxStatus?> asking = Task.FromResult<InboxStatus?>(null);

    /// <returns>The inbox is null when it cannot be read, or not yet.</returns>
    public async ValueTask<(InboxStatus? Inbox, HealthReport Health)> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);

        try
        {
            if (readAt is null || clock.GetElapsedTime(readAt.Value) >= Age)
            {
                known = (await StatusAsync(), await health.CheckHealthAsync(cancellationToken));
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

    private async ValueTask<InboxStatus?> StatusAsync()
    {
        // One that has not come back from the last call, not even when that was cancelled, is not asked again.
        if (!inbox.IsOpen || !asking.IsCompleted)
        {
            return null;
        }

        // A disk may hold up its thread.
        asking = Task.Run(AskAsync);

        try
        {
            return await asking.WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <remarks>Not with the token of a viewer: others wait for the same answer.</remarks>
    private async Task<InboxStatus?> AskAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            return await inbox.StatusAsync(patience.Token);
        }
        catch (Exception)
        {
            // A disk or a database that does not answer is what the overview is opened for: readiness says so, and everything else is still shown.
            return null;
        }
    }
}
