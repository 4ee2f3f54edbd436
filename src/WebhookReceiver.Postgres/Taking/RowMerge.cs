namespace WebhookReceiver.Postgres;

/// <summary>
/// Puts the rows of a poll into the order of acceptance: those of a writer by their numbers, and between writers by the time at which they were stored. The database's clock may step
/// back, so time never decides within a writer.
/// </summary>
internal static class RowMerge
{
    /// <param name="rows">The rows, those of a writer in order.</param>
    /// <param name="limit">How many rows of a writer a poll returns at most. A writer with that many has more, and what was stored after its last row has to wait for them.</param>
    /// <returns>The deliveries, each with its rows, and whether something had to be left out.</returns>
    public static (List<List<Row>> Deliveries, bool IsCut) Merge(List<Row> rows, int limit)
    {
        var writers = new PriorityQueue<Queue<List<Row>>, (DateTimeOffset, long)>();
        var cut = new HashSet<long>();

        foreach (var writer in rows.GroupBy(static row => row.Writer))
        {
            var deliveries = new Queue<List<Row>>();
            var (count, last) = (0, (List<Row>)[]);

            foreach (var row in writer)
            {
                if (last is [{ } first, ..] && first.Sequence == row.Sequence)
                {
                    last.Add(row);
                }
                else
                {
                    deliveries.Enqueue(last = [row]);
                }

                count++;
            }

            if (count >= limit)
            {
                cut.Add(writer.Key);
            }

            writers.Enqueue(deliveries, OrderOf(deliveries.Peek()[0]));
        }

        var merged = new List<List<Row>>(rows.Count);

        while (writers.TryDequeue(out var next, out _))
        {
            var delivery = next.Dequeue();
            merged.Add(delivery);

            if (next.Count > 0)
            {
                writers.Enqueue(next, OrderOf(next.Peek()[0]));
            }
            else if (cut.Contains(delivery[0].Writer))
            {
                break;
            }
        }

        return (merged, cut.Count > 0);
    }

    private static (DateTimeOffset, long) OrderOf(Row row) => (row.ReceivedAt, row.Writer);
}
