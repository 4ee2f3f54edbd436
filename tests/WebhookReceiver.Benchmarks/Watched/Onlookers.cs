namespace WebhookReceiver.Benchmarks;

/// <summary>A Prometheus that scrapes every two seconds, more often than usual, and a browser with the events page of the console open.</summary>
internal sealed class Onlookers : IAsyncDisposable
{
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(2);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource stopping = new();
    private readonly Uri operations;
    private readonly Task all;
    private long scrapes;
    private long lines;

    private Onlookers(Uri operations, string apiKey, WatchedOptions options)
    {
        this.operations = operations;
        http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
        all = Task.WhenAll(options.IsScraped ? ScrapeAsync() : Task.CompletedTask, options.IsFollowed ? FollowAsync() : Task.CompletedTask);
    }

    public long Scrapes => Interlocked.Read(ref scrapes);

    /// <summary>How many lines the live page was sent.</summary>
    public long Lines => Interlocked.Read(ref lines);

    public static Onlookers Of(RunningServer receiver, string apiKey, WatchedOptions options) => new(receiver.Ready, apiKey, options);

    /// <exception cref="HttpRequestException">One of them was refused.</exception>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();

        try
        {
            await all;
        }
        catch (OperationCanceledException)
        {
            // That is how both end.
        }

        http.Dispose();
        stopping.Dispose();
    }

    private async Task ScrapeAsync()
    {
        using var timer = new PeriodicTimer(ScrapeInterval);

        do
        {
            await http.GetByteArrayAsync(new Uri(operations, "/metrics"), stopping.Token);
            Interlocked.Increment(ref scrapes);
        }
        while (await timer.WaitForNextTickAsync(stopping.Token));
    }

    private async Task FollowAsync()
    {
        await using var stream = await http.GetStreamAsync(new Uri(operations, "/api/live"), stopping.Token);
        using var reader = new StreamReader(stream);

        while (await reader.ReadLineAsync(stopping.Token) is not null)
        {
            Interlocked.Increment(ref lines);
        }
    }
}
