using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>The table <c>erased</c>.</summary>
internal sealed class ErasedTable(StoreReading reading)
{
    public async ValueTask<IReadOnlyList<ErasedPerson>> AllAsync(CancellationToken cancellationToken) => await reading.ListAsync(
        "select term, at from {s}.erased", static row => new ErasedPerson((ulong)row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1)), cancellationToken);

    /// <summary>Adds people, and forgets those erased before everything that is stored.</summary>
    public async ValueTask AddAsync(IReadOnlyList<ErasedPerson> people, CancellationToken cancellationToken) => await reading.ListAsync(
        """
        with gone as (delete from {s}.erased where at < (select min(received_at) from {s}.inbox))
        insert into {s}.erased (term, at) select * from unnest($1::bigint[], $2::timestamptz[]) on conflict do nothing returning term
        """,
        static row => row.GetInt64(0),
        cancellationToken,
        people.Select(static person => (long)person.Term).ToArray(),
        people.Select(static person => person.At.UtcDateTime).ToArray());
}
