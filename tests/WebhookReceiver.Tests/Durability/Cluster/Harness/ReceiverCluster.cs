using System.Globalization;
using Npgsql;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;
using Rendezvous = WebhookReceiver.Postgres.Rendezvous;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>
/// Several receivers, each with a ledger of its own, on one schema. Everything that happens to them is recorded, because the judge has to know what may be handled again for it.
/// </summary>
internal sealed class ReceiverCluster : IAsyncDisposable
{
    private const int LivesPerInstance = 1000;

    private readonly List<OwnershipLoss> losses = [];
    private readonly List<LedgerReceiver> instances = [];
    private readonly List<LedgerReceiver> all = [];

    /// <param name="schema">The schema, which the first one creates.</param>
    /// <param name="connections">The connection string of each instance.</param>
    public ReceiverCluster(string schema, params IReadOnlyList<string> connections)
    {
        Schema = schema;
        instances.AddRange(connections.Select(Create));
    }

    public string Schema { get; }

    public IReadOnlyList<LedgerReceiver> Instances => instances;

    /// <summary>The callbacks of those that are running, for the balancer.</summary>
    public IReadOnlyList<Uri> Callbacks => [.. Instances.Where(static instance => instance.IsRunning).Select(static instance => instance.Callback)];

    /// <summary>Starts those that are not running, and waits until all are ready and own their share.</summary>
    public async Task StartAsync(string connection)
    {
        // One after the other would take as many times as long; the first to come creates the schema.
        await Task.WhenAll(Instances.Where(static instance => !instance.IsRunning).Select(static instance => instance.StartReadyAsync(Patience.Token)));
        await ShareAsync(connection);
    }

    /// <summary>One more instance, not started yet.</summary>
    public LedgerReceiver Add(string connection)
    {
        var added = Create(connection);
        instances.Add(added);
        return added;
    }

    /// <summary>Stops an instance for good. What it handled still counts.</summary>
    public async Task RetireAsync(LedgerReceiver instance)
    {
        instances.Remove(instance);
        await instance.TerminateAsync(Patience.Token);
    }

    /// <summary>Waits until each slot is owned by the instance that should have it, so that none moves any more, and no lease but those of the running ones lasts.</summary>
    public Task ShareAsync(string connection)
    {
        var running = Instances.Count(static instance => instance.IsRunning);
        return Poll.UntilAsync(IsSharedAsync, $"{running} instances share the slots, and the lease of no other lasts", Patience.Token);

        async Task<bool> IsSharedAsync()
        {
            var live = await ReadAsync<long[]>(connection, $"select array(select id from {Schema}.instance where lease_until > clock_timestamp())");
            var owners = await ReadAsync<long[]>(connection, $"select array(select coalesce(owner, 0) from {Schema}.slot order by id)");
            return live.Length == running && owners.Select(static (owner, slot) => (owner, slot)).All(one => one.owner == Rendezvous.OwnerOf((byte)one.slot, live));
        }
    }

    /// <summary>From now until <paramref name="during"/> has ended, these instances may lose their slots.</summary>
    public async Task LosingAsync(IEnumerable<LedgerReceiver> whose, Func<Task> during)
    {
        var lives = whose.Select(static instance => instance.Life).ToList();
        var from = TimeProvider.System.GetUtcNow();
        await during();
        losses.AddRange(lives.Select(life => new OwnershipLoss(life, from, TimeProvider.System.GetUtcNow())));
    }

    /// <summary>Waits until everything that was acknowledged is handled by some instance, and judges all lives.</summary>
    public async Task<LedgerVerdict> DrainAndJudgeAsync(LoadRecord record, string connection)
    {
        var waiting = record.Acknowledged.ToHashSet(StringComparer.Ordinal);

        try
        {
            await Task.WhenAll(all.Select(instance => LedgerFile.UntilAsync(
                instance.Ledger.Path,
                entries =>
                {
                    lock (waiting)
                    {
                        waiting.ExceptWith(entries.Where(static entry => entry.Step is LedgerStep.Ended).Select(static entry => entry.MessageId));
                        return waiting.Count is 0;
                    }
                },
                Patience.Token)));
        }
        catch (OperationCanceledException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{waiting.Count} were not handled in time. {string.Join("\n\n", Instances.Where(static one => one.IsRunning).Select(static one => one.Process.Output))}");
        }

        return Judge(record, await StoreViolationsAsync(connection));
    }

    /// <summary>What the ledgers have of these messages and of those that nobody sent, in the order of time.</summary>
    public IReadOnlyList<LedgerEntry> Ledger(LoadRecord record)
    {
        var run = record.Sent.Values.First().Run;
        return [.. all.SelectMany(static instance => LedgerFile.Read(instance.Ledger.Path))
            .Where(entry => entry.MessageId.StartsWith($"wamid.{run}.", StringComparison.Ordinal))
            .OrderBy(static entry => entry.At)];
    }

    /// <summary>How long after the death of a life the conversations that it had handled were handled by others: the last of them.</summary>
    public TimeSpan Failover(LoadRecord record, LifeEnd end)
    {
        var successes = Ledger(record).Where(static entry => entry.Step is LedgerStep.Ended).ToLookup(static entry => entry.Conversation);
        var times = successes
            .Where(of => of.LastOrDefault(entry => entry.At <= end.At)?.Life == end.Life)
            .Select(of => of.FirstOrDefault(entry => entry.At > end.At && entry.Life != end.Life))
            .OfType<LedgerEntry>()
            .Select(first => first.At - end.At)
            .ToList();
        return times.Count is 0 ? TimeSpan.Zero : times.Max();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in all)
        {
            await instance.DisposeAsync();
        }
    }

    public static async Task<T> ReadAsync<T>(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection + ";Pooling=false");
        await open.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, open);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private LedgerReceiver Create(string connection)
    {
        var instance = new LedgerReceiver { LivesBefore = all.Count * LivesPerInstance };
        instance.Settings["Inbox:Store"] = "Postgres";
        instance.Settings["Inbox:Postgres:ConnectionString"] = connection;
        instance.Settings["Inbox:Postgres:Schema"] = Schema;
        instance.Settings["EventLog:Path"] = null;
        all.Add(instance);
        return instance;
    }

    private LedgerVerdict Judge(LoadRecord record, IReadOnlyList<string> inStore)
    {
        var verdict = LedgerJudge.Judge(new LedgerEvidence
        {
            Sent = record.Sent,
            Answers = record.Answers,
            Ledger = Ledger(record),
            Ends = [.. all.SelectMany(static instance => instance.Ends)],
            Losses = losses,
        });
        return verdict with { Violations = [.. verdict.Violations, .. inStore] };
    }

    /// <summary>What can be seen in the tables: the fence, the numbers of the writers, and closed writers.</summary>
    private async Task<IReadOnlyList<string>> StoreViolationsAsync(string connection)
    {
        (string What, string Sql)[] rules =
        [
            ("the fence let an earlier owner of a slot write after the next one", $"""
                with epochs as (select slot, epoch, min(at) as first, max(at) as last from {Schema}.outcome group by slot, epoch)
                select count(*) from epochs a join epochs b on b.slot = a.slot and b.epoch > a.epoch and b.first < a.last
                """),
            ("an event was settled twice", $"select count(*) from (select 1 from {Schema}.outcome where kind = 8 group by slot, key having count(distinct epoch) > 1) x"),
            ("the numbers of a writer have a gap", $"select count(*) from (select 1 from {Schema}.inbox group by writer having max(seq) - min(seq) + 1 <> count(distinct seq)) x"),
            ("a closed writer has stored something", $"select count(*) from {Schema}.inbox i join {Schema}.writer w on w.id = i.writer where i.received_at > w.closed_at"),
        ];
        var violations = new List<string>();

        foreach (var (what, sql) in rules)
        {
            if (await ReadAsync<long>(connection, sql) is > 0 and var count)
            {
                violations.Add(string.Create(CultureInfo.InvariantCulture, $"In the store {what}: {count}"));
            }
        }

        return violations;
    }
}
