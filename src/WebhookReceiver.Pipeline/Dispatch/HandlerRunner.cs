using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Handlers;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs the handlers of an event, one after another, in one scope. Whatever a handler does (throws, hangs, blocks its thread, ignores its
/// token) costs that call and nothing else.
/// </summary>
internal sealed partial class HandlerRunner(
    IServiceScopeFactory scopes, IOptions<DispatchOptions> options, TimeProvider clock, ReceiverMetrics metrics, ILogger<HandlerRunner> logger)
{
    /// <summary>How long a handler may take to end after its token has fired, before the worker goes on without it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeSpan timeout = options.Value.HandlerTimeout;

    /// <param name="handlers">Whom to call.</param>
    /// <param name="message">With what.</param>
    /// <param name="context">What goes with it.</param>
    /// <param name="stoppingToken">Fires when the service stops without time to wait.</param>
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using 'IDisposable' instances complete", Justification = "A scope given to DisposeAfterAsync belongs to it.")]
    public async Task RunAsync(BoundHandler[] handlers, WhatsAppEvent message, WhatsAppContext context, CancellationToken stoppingToken)
    {
        var scope = scopes.CreateAsyncScope();

        try
        {
            foreach (var handler in handlers)
            {
                var call = new RunningCall(handler, scope.ServiceProvider, message, context, timeout, clock, stoppingToken);
                await ObserveAsync(call, message, context, stoppingToken);

                if (!call.Task.IsCompleted)
                {
                    // It still uses the scope's services, so they stay until it ends, and the next handler gets others.
                    _ = DisposeAfterAsync(call, scope);
                    scope = scopes.CreateAsyncScope();
                }
            }
        }
        finally
        {
            await DisposeAsync(scope);
        }
    }

    /// <summary>Waits for the end of a call, or for the moment to give it up, and tells what went wrong.</summary>
    private async Task ObserveAsync(RunningCall call, WhatsAppEvent message, WhatsAppContext context, CancellationToken stoppingToken)
    {
        try
        {
            await call.Task.WaitAsync(call.Token);
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            HandlerOverdue(call.Handler, message, context, byTimeout: !stoppingToken.IsCancellationRequested);
            await call.Task.WaitAsync(Grace, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception)
        {
            metrics.HandlerFailed(call.Handler);
            HandlerFailed(logger, call.Handler, message.Type, new MaskedId(context.Key.ToString()), exception.GetType().FullName, exception.StackTrace);
        }
    }

    private void HandlerOverdue(string handler, WhatsAppEvent message, WhatsAppContext context, bool byTimeout)
    {
        if (byTimeout)
        {
            metrics.HandlerTimedOut(handler);
            HandlerTimedOut(logger, handler, message.Type, new MaskedId(context.Key.ToString()), timeout);
        }
        else
        {
            HandlerStopped(logger, handler, message.Type, new MaskedId(context.Key.ToString()));
        }
    }

    private async Task DisposeAfterAsync(RunningCall call, AsyncServiceScope scope)
    {
        await call.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync(scope);
    }

    private async ValueTask DisposeAsync(AsyncServiceScope scope)
    {
        try
        {
            await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            // A service of the handlers that throws when it is disposed must not end the worker.
            ScopeNotDisposed(logger, exception.GetType().FullName, exception.StackTrace);
        }
    }

    // The text of an exception is left out on purpose: it may hold what a person wrote.
    [LoggerMessage(1601, LogLevel.Error, "Handler {Handler} failed on {EventType} {EventKey} with {ExceptionType}\n{StackTrace}")]
    private static partial void HandlerFailed(ILogger logger, string handler, string eventType, MaskedId eventKey, string? exceptionType, string? stackTrace);

    [LoggerMessage(1602, LogLevel.Error, "Handler {Handler} was given up on {EventType} {EventKey} after {Timeout}")]
    private static partial void HandlerTimedOut(ILogger logger, string handler, string eventType, MaskedId eventKey, TimeSpan timeout);

    [LoggerMessage(1603, LogLevel.Warning, "Handler {Handler} was cut short on {EventType} {EventKey} because the service stops")]
    private static partial void HandlerStopped(ILogger logger, string handler, string eventType, MaskedId eventKey);

    [LoggerMessage(1604, LogLevel.Error, "A service of the handlers failed when it was disposed, with {ExceptionType}\n{StackTrace}")]
    private static partial void ScopeNotDisposed(ILogger logger, string? exceptionType, string? stackTrace);
}
