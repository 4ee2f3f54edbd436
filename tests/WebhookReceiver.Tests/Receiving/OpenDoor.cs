using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Scheduling;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>
/// A receiver shared by the tests of a class, with a handler that keeps every event. Whatever those tests send, none of it may be logged as an
/// error, because strangers can send all of it.
/// </summary>
public sealed class OpenDoor : IAsyncDisposable
{
    private readonly WatchedScheduler scheduler = new();
    private readonly LogLines log = new(LogLine.IsOrdinary);

    public OpenDoor()
        : this([])
    {
    }

    internal OpenDoor(Dictionary<string, string?> settings)
    {
        Receiver = Receiver.Start(settings, Add);
        Refused = new RefusalCounter(Receiver.Services);
    }

    internal Receiver Receiver { get; }

    internal RefusalCounter Refused { get; }

    internal Sightings<WhatsAppEvent> Handled { get; } = new();

    internal LogLines Log => log;

    public async ValueTask DisposeAsync()
    {
        Refused.Dispose();
        await Receiver.DisposeAsync();
        log.Dispose();
        AssertNoErrorWasLogged();
    }

    internal void AssertNoErrorWasLogged() => Assert.DoesNotContain(Log.All, static line => line.Level >= LogLevel.Error);

    /// <summary>
    /// Sends one more notification and waits until it is handled. Deliveries are processed in the order of their acceptance, so by then
    /// processing of everything accepted earlier has started as well, and when no conversation has anything left it is finished.
    /// </summary>
    internal async Task UntilAllIsHandledAsync(CancellationToken cancellationToken)
    {
        var id = $"wamid.{Guid.NewGuid():N}";
        using var answer = await Receiver.PostAsync(Notifications.Text("15550100300", id, "marker"), cancellationToken);
        answer.EnsureSuccessStatusCode();
        await Handled.UntilAsync(message => message is TextMessage text && string.Equals(text.MessageId, id, StringComparison.Ordinal), 1, cancellationToken);
        var lanes = Receiver.Services.GetRequiredService<Lanes>();
        await scheduler.Steps.UntilAsync(() => lanes.Count is 0, "everything was handled").WaitAsync(cancellationToken);
    }

    /// <summary>How many handled events contain this text in their JSON, once everything accepted so far has been handled.</summary>
    internal async Task<int> CountHandledAsync(string text, CancellationToken cancellationToken)
    {
        await UntilAllIsHandledAsync(cancellationToken);
        var bytes = Encoding.UTF8.GetBytes(text);
        return Handled.All.Count(message => message.RawJson.Span.IndexOf(bytes) >= 0);
    }

    private void Add(IServiceCollection services)
    {
        services.AddSingleton<WorkScheduler>(scheduler);
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddWhatsAppWebhooks().On<WhatsAppEvent>((WhatsAppEvent message) => Handled.Add(message));
    }
}
