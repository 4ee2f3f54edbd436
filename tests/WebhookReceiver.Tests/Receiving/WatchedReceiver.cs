using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>A receiver whose log, counters and clock are under the test's control.</summary>
internal sealed class WatchedReceiver : IAsyncDisposable
{
    private readonly LogLines log = new(LogLine.IsOrdinary);

    public WatchedReceiver(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var all = new Dictionary<string, string?>(settings ?? [], StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" };

        // A step of the clock must not be what a handler takes too long for: it may still be at work.
        all.TryAdd("Dispatch:HandlerTimeout", "01:00:00");
        Receiver = Receiver.Start(all, collection =>
        {
            collection.AddSingleton<TimeProvider>(Clock);
            collection.AddLogging(logging => logging.AddProvider(log));
            services?.Invoke(collection);
        });
        Refused = new RefusalCounter(Receiver.Services);
    }

    public SteppedClock Clock { get; } = new();

    public Receiver Receiver { get; }

    public RefusalCounter Refused { get; }

    /// <summary>The errors that the test causes on purpose; any other fails it.</summary>
    public IReadOnlyList<int> Expected { get; init; } = [];

    /// <summary>What was logged with one of these ids, in order.</summary>
    public IReadOnlyList<string> Lines(params int[] ids) => [.. log.All.Where(line => ids.Contains(line.Id)).Select(static line => line.Text)];

    public Task<string> SendAsync(string text) => RawRequest.StatusesAsync(Receiver.PublicUrl, text, Patience.Token);

    /// <summary>Lets the minute pass after which the rest is reported.</summary>
    public void NextReport() => Clock.Step(TimeSpan.FromSeconds(70));

    public async ValueTask DisposeAsync()
    {
        Refused.Dispose();
        await Receiver.DisposeAsync();
        log.Dispose();
        Assert.DoesNotContain(log.All, line => line.Level >= LogLevel.Error && !Expected.Contains(line.Id));
    }
}
