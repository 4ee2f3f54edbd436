using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability;

/// <summary>
/// Killed on entry to a system call, that is between the previous call and this one: after the write and before the sync, after the
/// sync and before the answer, in the middle of a new segment.
/// </summary>
public sealed class When_the_process_dies_at_a_chosen_point
{
    private static readonly int Times = Rounds.Of("WHATSAPP_POINT_ROUNDS", normally: 1);

    /// <summary>A thread or a folder (empty for any), a call, and which of these calls is the last one.</summary>
    private static readonly (string Place, string SystemCall, int[] Occurrences)[] Points =
    [
        ("inbox-deliveries", "pwrite64", [1, 7]),
        ("inbox-deliveries", "fdatasync", [1, 9]),
        ("inbox-deliveries", "openat", [1, 2]),
        ("inbox-deliveries", "fsync", [1, 2]),
        ("inbox-outcomes", "pwrite64", [1, 6]),
        ("inbox-outcomes", "fdatasync", [1, 3]),
        ("/outcomes", "fsync", [1, 2]),
        ("", "sendto", [1, 5]),
    ];

    [Fact]
    [Trait("row", "D02")]
    public async Task Nothing_acknowledged_is_lost()
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        receiver.Settings["Inbox:SegmentBytes"] = "65536";
        await using var load = new LoadDriver(new LoadShape { Rate = 800, Messages = int.MaxValue, Length = LoadShape.Short });
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);

        foreach (var (place, systemCall, occurrences) in Points)
        {
            var hit = 0;
            var chosen = ThoroughFactAttribute.IsThorough ? occurrences : [occurrences[Random.Shared.Next(occurrences.Length)]];

            foreach (var occurrence in Enumerable.Range(0, Times).SelectMany(time => chosen.Select(occurrence => occurrence + (time % 20))))
            {
                await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 20, Patience.Token);

                // Calls are counted per thread: where any thread may make it, the count stays low.
                await using (await WatchAsync(receiver, place, $"trace={systemCall}", $"inject={systemCall}:signal=SIGKILL:when={occurrence}"))
                {
                    await receiver.DeadAsync(Patience.Token);
                }

                hit++;
                load.Target = (await receiver.StartReadyAsync(Patience.Token)).Callback;
            }

            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{systemCall} in {(place.Length > 0 ? place : "any thread")}: hit {hit} times, up to life {receiver.Ledger.Life - 1}");
        }

        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "D02")]
    public async Task Nothing_is_lost_while_it_starts_and_recovers()
    {
        Machine.Needs("strace");
        await using var receiver = new LedgerReceiver();
        receiver.Settings["Inbox:SegmentBytes"] = "65536";
        await using var load = new LoadDriver(new LoadShape { Rate = 300, Messages = 2_000, Length = LoadShape.Short });
        await receiver.StartReadyAsync(Patience.Token);
        load.Start(receiver.Callback);
        await load.UntilAcknowledgedAsync(200, Patience.Token);
        await receiver.KillAsync();

        foreach (var (systemCall, place) in ((string, string)[])[("openat", "/deliveries/"), ("fsync", "/deliveries"), ("fdatasync", "/deliveries/")])
        {
            // The call that a start makes on the folder, by its number, observed in a start that is only watched; it is then the last call of the next start.
            var trace = receiver.File($"{systemCall}.trace");
            receiver.Launcher = SystemCallTrace.Launcher(trace, $"trace={systemCall}");
            await receiver.StartReadyAsync(Patience.Token);
            await receiver.KillAsync();
            var numbers = SystemCallTrace.NumbersPerThread(LedgerFile.Lines(trace), systemCall, place);
            Assert.True(numbers.Count > 0, $"No start makes {systemCall} on {place}.");

            foreach (var number in numbers.Distinct().Order().Take(3 * Times))
            {
                receiver.Launcher = SystemCallTrace.Launcher(receiver.File("kill.trace"), $"inject={systemCall}:signal=SIGKILL:when={number}");
                receiver.Start();
                await receiver.DeadAsync(Patience.Token);
            }
        }

        receiver.Launcher = [];
        load.Target = (await receiver.StartReadyAsync(Patience.Token)).Callback;
        await load.StopAsync();
        var verdict = await receiver.DrainAndJudgeAsync(load.Record, Patience.Token);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "W01")]
    public async Task Between_a_handler_and_its_record_the_event_is_handled_again_with_the_same_key_as_attempt_2()
    {
        Machine.Needs("strace");
        var record = new LoadRecord();
        await using var receiver = new LedgerReceiver();
        var repeated = 0;
        await receiver.StartReadyAsync(Patience.Token);

        // Which write contains the outcome depends on how outcomes share writes, so all the first ones are tried: some come before the handler, some after.
        for (var number = 1; number <= 4; number++)
        {
            var message = new LoadMessage("w01", number, 1, 200);

            await using (await SystemCallWatch.OnThreadsAsync(receiver.Process.OutcomeWriter(), $"inject=pwrite64:signal=SIGKILL:when={number}"))
            {
                await receiver.TryPostAsync(record, message, Patience.Token);

                // Further outcomes, so that the count is reached even where this event needs fewer writes than that.
                var other = new LoadMessage("w01-other", number, 1, 200);

                while (!receiver.Process.HasExited && await receiver.TryPostAsync(record, other, Patience.Token) is not null)
                {
                    other = other with { Number = other.Number + 1 };
                    await Task.Delay(TimeSpan.FromMilliseconds(20), Patience.Token);
                }

                await receiver.DeadAsync(Patience.Token);
            }

            var ended = LedgerFile.Read(receiver.Ledger.Path).Where(static entry => entry.Step is LedgerStep.Ended).Select(static entry => entry.MessageId).ToList();
            await receiver.StartReadyAsync(Patience.Token);
            await receiver.UntilHandledAsync(record, Patience.Token);
            var again = LedgerFile.Read(receiver.Ledger.Path)
                .Where(entry => entry.Life == receiver.Ledger.Life && entry.Step is LedgerStep.Ended && ended.Contains(entry.MessageId, StringComparer.Ordinal))
                .ToList();
            repeated += again.Count;
            Assert.All(again, static entry => Assert.Equal(2, entry.Attempt));
        }

        // The judge compares the keys, and checks that a repetition counts as one.
        await receiver.TerminateAsync(Patience.Token);
        receiver.Judge(record).Enforce();
        Assert.True(repeated > 0, "No kill fell between a handler and its record.");
    }

    /// <summary>Watches a thread, a folder of the inbox (any thread may start the next segment of the outcomes), or the whole process.</summary>
    private static Task<SystemCallWatch> WatchAsync(LedgerReceiver receiver, string place, params string[] expressions) => place switch
    {
        "" => SystemCallWatch.OnProcessAsync(receiver.Process.Id, expressions),
        ['/', ..] => SystemCallWatch.OnPathAsync(receiver.Process.Id, receiver.InboxDirectory + place, expressions),
        _ => SystemCallWatch.OnThreadsAsync(receiver.Process.ThreadsNamed(place), expressions),
    };
}
