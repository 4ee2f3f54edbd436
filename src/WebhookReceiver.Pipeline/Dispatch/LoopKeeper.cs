using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Restarts a loop that a bug of ours has ended. Without it the service would keep accepting deliveries that it never handles; the process would not even end, because nothing awaits
/// the loop.
/// </summary>
internal sealed partial class LoopKeeper(WorkerHealth health, TimeProvider clock, ILogger<LoopKeeper> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the loop has finished or the token has fired. Never fails.</summary>
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
        "The {Loop} loop ended because of a bug in this program: {ExceptionType}; deliveries are refused until it is restarted, in one second\n{StackTrace}")]
    private static partial void LoopBroke(ILogger logger, string loop, string? exceptionType, string? stackTrace);
}
