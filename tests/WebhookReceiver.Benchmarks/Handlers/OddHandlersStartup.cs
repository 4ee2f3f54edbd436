using Microsoft.AspNetCore.Hosting;
using WebhookReceiver.Benchmarks;
using WebhookReceiver.WhatsApp;

[assembly: HostingStartup(typeof(OddHandlersStartup))]

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Adds handlers to the shipped host, without a change to it: one that behaves like code behind which something is broken, and beside it a healthy one that gets the messages
/// of <see cref="FreshMessages"/> and notes when it was called.
/// </summary>
internal sealed class OddHandlersStartup : IHostingStartup
{
    /// <summary>The variable that switches it on: the assembly alone must not change what is measured.</summary>
    public const string Switch = "BENCHMARK_ODD_HANDLERS";

    private static readonly TimeSpan Postponement = TimeSpan.FromHours(1);

    public void Configure(IWebHostBuilder builder)
    {
        if (!Enum.TryParse<OddHandlers>(Environment.GetEnvironmentVariable(Switch), out var odd))
        {
            return;
        }

        if (odd is OddHandlers.Waits)
        {
            // Alone, and without a predicate: what waits has not been begun.
            builder.ConfigureServices(static services => services.AddWhatsAppWebhooks().On<WhatsAppEvent>(
                static (WhatsAppEvent _, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken), "waiting"));
        }
        else if (odd is not OddHandlers.None)
        {
            builder.ConfigureServices(services => services.AddWhatsAppWebhooks()
                .On<TextMessage>(
                    (TextMessage _, WhatsAppContext context) => HandleAsync(odd, context),
                    "odd",
                    static message => !FreshMessages.Has(message))
                .On<TextMessage>(static (TextMessage message) => FreshMessages.Note(message), "healthy", FreshMessages.Has));
        }
    }

    private static Task HandleAsync(OddHandlers odd, WhatsAppContext context) => odd switch
    {
        OddHandlers.Hangs => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None),
        OddHandlers.Postpones => throw new RetryAtException(TimeProvider.System.GetUtcNow() + Postponement),
        OddHandlers.GivesUp when context.Attempt is 1 => throw new PermanentFailureException("the first time it does not work"),
        _ => Task.CompletedTask,
    };
}
