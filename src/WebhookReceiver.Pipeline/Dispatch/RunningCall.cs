using WebhookReceiver.Handlers;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>A call of a handler that has been started, with the token that tells it when its time is over.</summary>
internal sealed class RunningCall
{
    public RunningCall(
        BoundHandler handler,
        IServiceProvider services,
        WhatsAppEvent message,
        WhatsAppContext context,
        TimeSpan timeout,
        TimeProvider clock,
        CancellationToken stoppingToken)
    {
        var limit = new CancellationTokenSource(timeout, clock);
        var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        Handler = handler.Name;
        Token = either.Token;
        Task = RunAsync();

        async Task RunAsync()
        {
            using (limit)
            using (either)
            {
                // Not on the worker's own thread: a handler that blocks would block the worker with it.
                await Task.Run(() => handler.Call(services, message, context, Token) ?? throw ReturnedNothing(), CancellationToken.None);
            }
        }
    }

    public string Handler { get; }

    public Task Task { get; }

    public CancellationToken Token { get; }

    private InvalidOperationException ReturnedNothing() => new($"The handler {Handler} returned null where it should have returned a task.");
}
