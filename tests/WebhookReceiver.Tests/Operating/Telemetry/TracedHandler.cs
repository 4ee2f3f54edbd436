using System.Diagnostics;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>What the handler does.</summary>
/// <param name="Url">What it calls.</param>
/// <param name="HangWhile">The file during whose existence it hangs; null when it never does.</param>
internal sealed record TracedCalls(Uri Url, string? HangWhile);

/// <summary>A handler that calls another service, as most do, and fails where the text asks for it.</summary>
internal sealed class TracedHandler(TracedCalls calls, TimeProvider clock) : IWhatsAppHandler<TextMessage>
{
    /// <summary>A source of the handler's own, which is exported where the settings name it.</summary>
    public const string Source = "Traced.Desk";

    private static readonly ActivitySource Spans = new(Source);
    private static readonly HttpClient Http = new();

    public async Task HandleAsync(TextMessage message, WhatsAppContext context, CancellationToken cancellationToken)
    {
        while (File.Exists(calls.HangWhile))
        {
            // The file is removed by another process, which has no other way to signal.
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
        }

        using var span = Spans.StartActivity("desk");
        using var answer = await Http.GetAsync(calls.Url, cancellationToken);

        if (message.Body?.Contains("fail", StringComparison.Ordinal) is true && context.Attempt is 1)
        {
            throw new InvalidOperationException($"No desk for {message.User?.PhoneNumber}: {message.Body}");
        }
    }
}
