using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Watchdog;

/// <summary>
/// Posts the begin and the end of each alert in their order, and a heartbeat in between, whose absence shows that the whole service is gone; so it does not wait for a notice that the recipient does not take. Bounded: when
/// the recipient does not answer for long, the oldest notices are dropped. Whoever adds a notice never waits.
/// </summary>
internal sealed partial class AlertNotices(AlertAddress address, AlertSender sender, AlertBoard board, IOptions<AlertsOptions> options, TimeProvider clock, ILogger<AlertNotices> logger) : BackgroundService
{
    private const int Capacity = 100;

    private readonly Channel<AlertNotice> waiting = Channel.CreateBounded<AlertNotice>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Heartbeat heartbeat = new(options.Value.HeartbeatEvery, clock);
    private bool isFailing;

    /// <summary>Whether somebody gets them. The address and the secret may be exchanged while the service runs; whether there is one is decided at the start.</summary>
    private bool IsOn => options.Value.WebhookUrl is not null;

    public void Add(AlertChange change)
    {
        if (IsOn)
        {
            waiting.Writer.TryWrite(New(change.EndedAt is null ? "began" : "ended") with
            {
                Alert = change.Alert.Alert.Name(),
                Reason = change.Alert.Reason,
                Since = change.Alert.Since,
                EndedAt = change.EndedAt,
            });
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn)
        {
            return;
        }

        // The start of the service does not wait for the first heartbeat.
        await Task.Yield();

        while (true)
        {
            try
            {
                if (heartbeat.IsDue)
                {
                    Report(await BeatAsync(stoppingToken));
                }
                else if (waiting.Reader.TryRead(out var notice))
                {
                    await PostAsync(notice, stoppingToken);
                }
                else
                {
                    await WaitAsync(heartbeat.Remaining, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // One notice may fail; the loop may not. An exception that leaves this method stops the host.
                NoticeFailed(logger, exception);
            }
        }
    }

    private async Task PostAsync(AlertNotice notice, CancellationToken stoppingToken)
    {
        for (var failures = 1; ; failures++)
        {
            var problem = await TryPostAsync(notice, stoppingToken);
            Report(problem);

            if (problem is null)
            {
                return;
            }

            if (AlertBackoff.After(failures) is not { } pause)
            {
                NoticeDropped(logger, notice.Kind, notice.Alert, failures);
                return;
            }

            await PauseAsync(pause, stoppingToken);
        }
    }

    /// <summary>Waits before a notice is posted again, and goes on with the heartbeats. That they arrive does not say that the notice will, so nothing is reported about them.</summary>
    private async Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        var began = clock.GetTimestamp();

        for (var rest = pause; rest > TimeSpan.Zero; rest = pause - clock.GetElapsedTime(began))
        {
            var untilBeat = heartbeat.Remaining;

            if (untilBeat == TimeSpan.Zero)
            {
                await BeatAsync(stoppingToken);
                continue;
            }

            await Task.Delay(untilBeat > TimeSpan.Zero && untilBeat < rest ? untilBeat : rest, clock, stoppingToken);
        }
    }

    /// <summary>Posts a heartbeat. One that fails is not repeated: the next one follows.</summary>
    private Task<string?> BeatAsync(CancellationToken stoppingToken)
    {
        heartbeat.Begin();
        return TryPostAsync(New("heartbeat"), stoppingToken);
    }

    /// <returns>What is wrong; null when it has arrived, or nobody is to get it.</returns>
    private async Task<string?> TryPostAsync(AlertNotice notice, CancellationToken stoppingToken) =>
        address.Read() is var (url, secret) ? await sender.PostAsync(url, secret, notice, stoppingToken) : null;

    private void Report(string? problem)
    {
        if (problem is not null && !isFailing)
        {
            NoticesFail(logger, problem);
        }
        else if (problem is null && isFailing)
        {
            NoticesArrive(logger);
        }

        isFailing = problem is not null;
    }

    /// <summary>Waits for a notice, or until the heartbeat is due.</summary>
    private async Task WaitAsync(TimeSpan atMost, CancellationToken stoppingToken)
    {
        using var due = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stoppingToken);

        try
        {
            await waiting.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The heartbeat is due.
        }
    }

    private AlertNotice New(string kind) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Kind = kind,
        At = clock.GetUtcNow(),
        Instance = Environment.MachineName,
        Active = [.. board.Active.Keys.Select(static alert => alert.Name())],
    };

    [LoggerMessage(1810, LogLevel.Warning, "Alerts cannot be posted to Alerts:WebhookUrl, and will be tried again: {Problem}")]
    private static partial void NoticesFail(ILogger logger, string problem);

    [LoggerMessage(1811, LogLevel.Information, "Alerts can be posted to Alerts:WebhookUrl again")]
    private static partial void NoticesArrive(ILogger logger);

    [LoggerMessage(1812, LogLevel.Error, "The notice that alert {Alert} {Kind} could not be posted in {Attempts} attempts, and was dropped")]
    private static partial void NoticeDropped(ILogger logger, string kind, string? alert, int attempts);

    [LoggerMessage(1813, LogLevel.Error, "A notice about alerts failed; the next ones follow")]
    private static partial void NoticeFailed(ILogger logger, Exception exception);
}
