using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Dispatch;

/// <summary>Disposes of the services that handlers have used. An exception is logged and has no other effect.</summary>
internal static partial class ScopeDisposal
{
    public static async Task DisposeAsync(IAsyncDisposable services, ILogger logger)
    {
        try
        {
            await services.DisposeAsync();
        }
        catch (Exception exception)
        {
            ScopeNotDisposed(logger, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
        }
    }

    [LoggerMessage(1604, LogLevel.Error, "A service of the handlers failed when it was disposed, with {ExceptionType}\n{StackTrace}")]
    private static partial void ScopeNotDisposed(ILogger logger, string? exceptionType, string? stackTrace);
}
