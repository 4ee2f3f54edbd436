using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs a loop again that a mistake of ours has ended. Without it the service would go on accepting what it never handles; it would not even end, since nobody waits for
/// the loop.
/// </summary>
internal sealed partial class LoopKeeper(WorkerHealth health, TimeProvider clock, ILogger<LoopKeeper> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the loop has come to its end, or the token has fired. Never fails.</summary>
    public async Task KeepAsync(string name, Func<Task> loop, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await loop();
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LoopBroke(logger, name, exception.GetType().FullName, exception.StackTrace);
            }

            health.LoopEnded();
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            health.LoopRestarted();
        }
    }

    [LoggerMessage(
        1508, LogLevel.Critical,
        "The {Loop} loop ended by a mistake of this program: {ExceptionType}; deliveries are refused until it has been started again, in a second\n{StackTrace}")]
    private static partial void LoopBroke(ILogger logger, string loop, string? exceptionType, string? stackTrace);
}
