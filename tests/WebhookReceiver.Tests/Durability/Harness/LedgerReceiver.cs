using System.Net;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// The shipped host on one folder, with the ledger handler in it, through all its lives: each process continues with what the previous one left behind.
/// Every life listens on its own ports, because those of its predecessors may be taken by then.
/// </summary>
internal sealed class LedgerReceiver : IAsyncDisposable
{
    private readonly TemporaryDirectory books = new();
    private readonly List<LifeEnd> ends = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> nothingSafe = [];
    private ReceiverProcess? process;
    private int life;

    /// <param name="inbox">The folder of the inbox; null for one that is deleted with the test.</param>
    public LedgerReceiver(string? inbox = null)
    {
        InboxDirectory = inbox ?? books.File("inbox");
        Settings = new(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Journal",
            ["Inbox:Directory"] = InboxDirectory,
            ["EventLog:Path"] = EventLogPath,
        };
        Ledger = new LedgerSettings { Path = books.File("ledger.jsonl") };
    }

    public string InboxDirectory { get; }

    /// <summary>The number of the life before the first one, for receivers that are judged together.</summary>
    public int LivesBefore { init => life = value; }

    /// <summary>The number of the current life.</summary>
    public int Life => life;

    public bool IsRunning => process is { HasExited: false };

    /// <summary>How its lives have ended so far.</summary>
    public IReadOnlyList<LifeEnd> Ends => ends;

    public string EventLogPath => books.File("events.jsonl");

    /// <summary>A file next to the ledger, for signals to the handler.</summary>
    public string File(string name) => books.File(name);

    /// <summary>Applied from the next start on.</summary>
    public Dictionary<string, string?> Settings { get; }

    /// <summary>Applied from the next start on.</summary>
    public LedgerSettings Ledger { get; set; }

    /// <summary>A command that starts the process: <c>prlimit …</c>, <c>strace -D …</c>.</summary>
    public IReadOnlyList<string> Launcher { get; set; } = [];

    public ReceiverProcess Process => process ?? throw new InvalidOperationException("There is no process.");

    public Uri Callback => Process.Callback;

    /// <summary>Starts the next life, without waiting for it.</summary>
    public ReceiverProcess Start()
    {
        Ledger = Ledger with { Life = ++life };
        var settings = new Dictionary<string, string?>(Settings, StringComparer.Ordinal) { ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "WebhookReceiver.Tests" };

        foreach (var (key, value) in Ledger.ToConfiguration())
        {
            settings[key] = value;
        }

        process = ReceiverProcess.Start(Launcher, ReceiverProcess.ProgramWithHandlers, settings);
        return process;
    }

    public async Task<ReceiverProcess> StartReadyAsync(CancellationToken cancellationToken)
    {
        var started = Start();
        await started.UntilReadyAsync(cancellationToken);
        return started;
    }

    /// <summary><c>kill -9</c>.</summary>
    /// <param name="how">What the disk kept; when only the process died, that is everything.</param>
    public async Task KillAsync(EndOfLife how = EndOfLife.InMidWork)
    {
        Process.Kill();
        await Process.UntilExitAsync(CancellationToken.None);
        await EndAsync(how);
    }

    /// <summary>Waits for the end of a process that somebody else kills.</summary>
    public async Task DeadAsync(CancellationToken cancellationToken)
    {
        await Process.UntilExitAsync(cancellationToken);
        await EndAsync(EndOfLife.InMidWork);
    }

    /// <summary>Sends SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken, EndOfLife how = EndOfLife.Orderly)
    {
        Process.Terminate();
        var exitCode = await Process.UntilExitAsync(cancellationToken);
        await EndAsync(how);
        return exitCode;
    }

    /// <summary>
    /// Kills the process some time after the power of its disk was cut. What it wrote to its ledger in between is discarded: with a real power cut it
    /// would not have been running.
    /// </summary>
    public async Task LosePowerAsync(LoadRecord record, Action cut, TimeSpan afterglow)
    {
        var from = TimeProvider.System.GetUtcNow();
        cut();
        var since = TimeProvider.System.GetUtcNow();
        record.PowerWasCut(from, since);
        string[] written = [Ledger.Path, EventLogPath];
        var lengths = written.Select(static book => System.IO.File.Exists(book) ? new FileInfo(book).Length : 0).ToArray();

        // The process does not know yet. There is no signal to wait for: the point is that nothing is acknowledged from now on.
        await Task.Delay(afterglow, Patience.Token);
        Process.Kill();
        await Process.UntilExitAsync(CancellationToken.None);
        await EndAsync(EndOfLife.PowerLost);
        NothingSafeSince(since, TimeProvider.System.GetUtcNow());

        foreach (var (book, length) in written.Zip(lengths).Where(static pair => System.IO.File.Exists(pair.First)))
        {
            await using var file = new FileStream(book, FileMode.Open, FileAccess.ReadWrite);
            file.SetLength(length);
        }
    }

    /// <summary>From this moment on nothing could be made durable.</summary>
    public void NothingSafeSince(DateTimeOffset from, DateTimeOffset to) => nothingSafe.Add((from, to));

    /// <summary>Waits until every message that was acknowledged is handled or known to be a dead letter.</summary>
    public Task UntilHandledAsync(LoadRecord record, CancellationToken cancellationToken, IReadOnlySet<string>? deadLettered = null)
    {
        var waiting = record.Acknowledged.ToHashSet(StringComparer.Ordinal);
        waiting.ExceptWith(deadLettered ?? new HashSet<string>(StringComparer.Ordinal));
        return LedgerFile.UntilAsync(
            Ledger.Path,
            entries =>
            {
                waiting.ExceptWith(entries.Where(static entry => entry.Step is LedgerStep.Ended).Select(static entry => entry.MessageId));
                return waiting.Count is 0;
            },
            cancellationToken);
    }

    /// <summary>
    /// Waits until everything acknowledged is handled, stops the process in an orderly way, and judges all lives. What is not handled in time is not an
    /// exception here but a loss in the verdict.
    /// </summary>
    public async Task<LedgerVerdict> DrainAndJudgeAsync(LoadRecord record, CancellationToken cancellationToken, IReadOnlySet<string>? deadLettered = null)
    {
        try
        {
            await UntilHandledAsync(record, cancellationToken, deadLettered);
        }
        catch (OperationCanceledException)
        {
            TestContextOutput("Not everything was handled in time.");
        }

        if (process is not null)
        {
            await TerminateAsync(Patience.Token);
        }

        return Judge(record, deadLettered);
    }

    public LedgerVerdict Judge(LoadRecord record, IReadOnlySet<string>? deadLettered = null) => LedgerJudge.Judge(new LedgerEvidence
    {
        Sent = record.Sent,
        Answers = record.Answers,
        Ledger = LedgerFile.Read(Ledger.Path),
        EventLog = Settings["EventLog:Path"] is null ? null : EventLogFile.ReadWholeLines(EventLogPath),
        Ends = ends,
        DeadLettered = deadLettered ?? new HashSet<string>(StringComparer.Ordinal),
        NothingSafe = nothingSafe,
    });

    /// <summary>Sends one message until it is acknowledged.</summary>
    public async Task PostAsync(LoadRecord record, LoadMessage message, CancellationToken cancellationToken)
    {
        while (await TryPostAsync(record, message, cancellationToken) is not HttpStatusCode.OK)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <returns>Null when the connection failed.</returns>
    public async Task<HttpStatusCode?> TryPostAsync(LoadRecord record, LoadMessage message, CancellationToken cancellationToken)
    {
        record.Sending(message);
        var sentAt = TimeProvider.System.GetUtcNow();
        HttpStatusCode? status = null;

        try
        {
            using var answer = await Process.Http.SendAsync(Notifications.Signed(Callback, message.ToBody()), cancellationToken);
            status = answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Refused or disconnected.
        }

        record.Answered(new LoadAnswer(message.Id, status, sentAt, TimeProvider.System.GetUtcNow()));
        return status;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        books.Dispose();
    }

    private static void TestContextOutput(string line) => Xunit.TestContext.Current.TestOutputHelper?.WriteLine(line);

    private async Task EndAsync(EndOfLife how)
    {
        ends.Add(new LifeEnd(life, how, TimeProvider.System.GetUtcNow()));
        await Process.DisposeAsync();
        process = null;
    }
}
