using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Postgres;

/// <summary>What a search by term needs besides the table <c>term</c>, which is written after the deliveries. It is read first: what is copied there meanwhile is then found twice and shown once.</summary>
internal sealed class KnownTerms
{
    /// <summary>The deliveries that the table lacks still, which are few. In portions along the primary key, so that nobody reads the whole table to find them.</summary>
    private const int Portion = 2 * TermIndex.Portion;

    private const string Cursors = """
        select w.id, coalesce(c.seq, 0), c.is_complete, c.unknown_until from {s}.writer w left join {s}.term_cursor c on c.writer = w.id
        where not coalesce(c.is_complete, false) or c.unknown_until is not null
        """;

    private static readonly string Rest = $$"""
        select r.day, r.seq, r.slot, r.is_match, r.n from (
            select i.day, i.seq, i.slot, i.slot = get_byte(i.slots, 0) and (i.terms is null or $4 = any(i.terms)) as is_match, row_number() over (order by i.seq, i.slot) as n
            from (
                select o.* from {s}.inbox o where o.writer = $1 and (o.seq, o.slot) > ($2, $3) order by o.writer, o.seq, o.slot limit {{Portion}}) i) r
        where r.is_match or r.n = {{Portion}} order by r.n
        """;

    private readonly int term;
    private readonly List<(DateOnly Day, long Writer, long Sequence)> rest = [];

    private KnownTerms(int term) => this.term = term;

    /// <summary>What was stored before may have no terms; the oldest time there is when all have.</summary>
    public DateTimeOffset UnknownUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The parameters of a statement from the sixth on.</summary>
    public IEnumerable<object> Parameters =>
    [
        StoredTerm.BucketOf(term),
        term,
        Array(NpgsqlDbType.Date, rest.ConvertAll(static one => one.Day)),
        Array(NpgsqlDbType.Bigint, rest.ConvertAll(static one => one.Writer)),
        Array(NpgsqlDbType.Bigint, rest.ConvertAll(static one => one.Sequence)),
    ];

    public static async Task<KnownTerms> ReadAsync(StoreReading reading, int term, CancellationToken cancellationToken)
    {
        var known = new KnownTerms(term);
        var cursors = await reading.ListAsync(
            Cursors,
            static row => (
                Writer: row.GetInt64(0),
                Sequence: row.GetInt64(1),
                IsComplete: !row.IsDBNull(2) && row.GetBoolean(2),
                UnknownUntil: row.IsDBNull(3) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(3)),
            cancellationToken);

        foreach (var (writer, sequence, isComplete, unknownUntil) in cursors)
        {
            // A window ends before its upper end.
            known.UnknownUntil = unknownUntil?.AddMicroseconds(1) is { } until && until > known.UnknownUntil ? until : known.UnknownUntil;

            if (!isComplete)
            {
                await known.ReadRestAsync(reading, writer, sequence, cancellationToken);
            }
        }

        return known;
    }

    private async Task ReadRestAsync(StoreReading reading, long writer, long after, CancellationToken cancellationToken)
    {
        var last = (Sequence: after, Slot: short.MaxValue, Number: (long)Portion);

        while (last.Number is Portion)
        {
            var found = await reading.ListAsync(
                Rest,
                static row => (Day: row.GetFieldValue<DateOnly>(0), Sequence: row.GetInt64(1), Slot: row.GetInt16(2), IsMatch: row.GetBoolean(3), Number: row.GetInt64(4)),
                cancellationToken,
                writer,
                last.Sequence,
                last.Slot,
                term);
            rest.AddRange(found.Where(static one => one.IsMatch).Select(one => (one.Day, writer, one.Sequence)));
            last = found is [.., var final] ? (final.Sequence, final.Slot, final.Number) : default;
        }
    }

    private static NpgsqlParameter Array(NpgsqlDbType element, object values) => new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values };
}
