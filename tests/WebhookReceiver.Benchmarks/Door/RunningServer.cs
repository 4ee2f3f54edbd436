using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace WebhookReceiver.Benchmarks;

/// <summary>A server under measurement, up and answering. Whatever makes its figures worthless is thrown, with its last output.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan QuietPoll = TimeSpan.FromMilliseconds(250);

    private readonly string name;
    private readonly ChildProcess process;

    private RunningServer(string name, ChildProcess process, Uri callback, Uri ready)
    {
        this.name = name;
        this.process = process;
        Ready = ready;
        Callback = callback;
    }

    public Uri Callback { get; }

    /// <summary>Where readiness is asked for; a receiver's operations are beside it.</summary>
    public Uri Ready { get; }

    /// <summary>How many requests of the file it has been sent since its start, warm-up included.</summary>
    public long Sent { get; set; }

    public int ProcessId => process.Id;

    /// <summary>How much of the processors it has used since its start.</summary>
    public TimeSpan ProcessorTime => process.ProcessorTime;

    /// <summary>What it has ended with; null while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    public IReadOnlyList<string> LastLines => process.LastLines;

    /// <summary>From before the process was created until it said that it is ready.</summary>
    public TimeSpan StartTime { get; private set; }

    public static async Task<RunningServer> StartAsync(
        string name, ProcessStartInfo start, Uri callback, Uri ready, TimeSpan startLimit, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var server = new RunningServer(name, ChildProcess.Start(start), callback, ready);

        try
        {
            await server.WaitAsync(server.IsReadyAsync, StartPoll, startLimit, "did not become ready", cancellationToken);
            server.StartTime = TimeProvider.System.GetElapsedTime(began);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until the backlog of a run is worked off: ready again, and hardly any processor time used between two looks.
    /// What is still being handled would otherwise take its time from the next run, which may be that of the other server.
    /// </summary>
    public async Task WaitUntilQuietAsync(CancellationToken cancellationToken)
    {
        var before = TimeSpan.MaxValue;

        await WaitAsync(IsQuietAsync, QuietPoll, DrainLimit, "was not ready and quiet again after a run", cancellationToken);

        async Task<bool> IsQuietAsync(CancellationToken token)
        {
            var now = process.ProcessorTime;
            var used = now - before;
            before = now;

            return used >= TimeSpan.Zero && used < QuietPoll / 10 && await IsReadyAsync(token);
        }
    }

    /// <summary>Waits until what the inbox of a receiver holds is as it should be.</summary>
    public Task WaitUntilAsync(Func<InboxState, bool> condition, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(async token => condition(await InboxAsync(token)), QuietPoll, limit, "did not get as far as was waited for", cancellationToken);

    /// <summary>Asks the receiver, and only a receiver, what its inbox holds.</summary>
    public async Task<InboxState> InboxAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = JsonDocument.Parse(await LocalHttp.GetTextAsync(Ready, cancellationToken));
            var inbox = answer.RootElement.GetProperty("inbox");

            return new InboxState(
                inbox.GetProperty("open_deliveries").GetInt64(),
                inbox.GetProperty("dead_letters").GetInt64(),
                answer.RootElement.GetProperty("dispatch").GetProperty("conversations_waiting").GetInt64());
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException)
        {
            throw Failure($"does not tell what its inbox holds ({exception.Message})");
        }
    }

    public BenchmarkFailedException Failure(string what) =>
        new($"{name} {what}. Its last output:\n{string.Join('\n', process.LastLines)}");

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        await LocalHttp.TryGetAsync(Ready, cancellationToken) is HttpStatusCode.OK;

    private async Task WaitAsync(
        Func<CancellationToken, Task<bool>> condition, TimeSpan poll, TimeSpan limit, string complaint, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();

        do
        {
            await Task.Delay(poll, TimeProvider.System, cancellationToken);

            if (process.HasExited)
            {
                throw Failure($"ended with exit code {process.ExitCode}");
            }

            if (await condition(cancellationToken))
            {
                return;
            }
        }
        while (TimeProvider.System.GetElapsedTime(started) < limit);

        throw Failure($"{complaint} within {limit.TotalSeconds} s");
    }
}
