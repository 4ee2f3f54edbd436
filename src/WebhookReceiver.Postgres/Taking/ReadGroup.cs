namespace WebhookReceiver.Postgres;

/// <summary>Slots that are read together, and how far, for each writer. Used by one loop.</summary>
internal sealed class ReadGroup
{
    private readonly Dictionary<long, (long Sequence, short Slot)> positions = [];

    public void Advance(Row row) => positions[row.Writer] = (row.Sequence, row.Slot);

    /// <summary>The positions as the arrays that a poll takes.</summary>
    public (long[] Writers, long[] Sequences, short[] Slots) Positions() =>
        ([.. positions.Keys], [.. positions.Values.Select(static position => position.Sequence)], [.. positions.Values.Select(static position => position.Slot)]);
}
