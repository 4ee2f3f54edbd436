using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>Prints the state of the inbox for people.</summary>
internal static class InboxText
{
    public static void Write(IOutput output, InboxStatus status) => output.Fields(
    [
        ("Store", status.Store),
        ("Directory", status.Directory),
        ("Service", status.IsRunning ? "running" : "stopped"),
        ("Open deliveries", status.OpenDeliveries),
        ("Sequence numbers", status.OldestSequence is null ? null : $"{status.OldestSequence} to {status.NewestSequence}"),
        ("Deliveries", $"{status.DeliverySegments} file(s), {status.DeliveryBytes} bytes"),
        ("Outcomes", $"{status.OutcomeSegments} file(s), {status.OutcomeBytes} bytes"),
        ("Dead letters", status.Replaying > 0 ? $"{status.DeadLetters}, {status.Replaying} of them replaying" : status.DeadLetters),
        ("Damaged copies", status.DamagedCopies),
        ("Free bytes", status.FreeBytes),
        .. status.Instances is { } instances ? Of(instances, status.OldestOpen) : [],
    ]);

    private static IEnumerable<(string, object?)> Of(IReadOnlyList<InboxInstance> instances, DateTimeOffset? oldestOpen) =>
        instances.Select(static one => ($"Instance {one.Id}", (object?)$"{one.Name}, {one.Slots} slots, lease {one.LeaseSeconds} s")).Prepend(("Oldest open", oldestOpen));

    public static void Write(IOutput output, InboxVerification found)
    {
        output.Line($"{found.Directory}: {(found.IsSound ? "sound" : "DAMAGED")}");
        Write(output, "deliveries", found.Deliveries);
        Write(output, "outcomes", found.Outcomes);

        if (found.DamagedCopies > 0)
        {
            output.Line($"{found.DamagedCopies} file(s) in damaged/: damaged bytes that earlier starts quarantined.");
        }
    }

    private static void Write(IOutput output, string name, JournalVerification journal)
    {
        output.Line(string.Empty);
        output.Line($"{name}: {journal.Segments.Count} file(s), {journal.Frames} frame(s), {journal.Bytes} bytes");

        if (journal.Segments.Count > 0)
        {
            output.Table(
                ["FILE", "BYTES", "FRAMES", "SEQUENCE", "TAIL", "FOUND"],
                [.. journal.Segments.Select(static segment => new object?[]
                {
                    segment.Name,
                    segment.Bytes,
                    segment.Frames,
                    segment.FirstSequence is null ? "-" : $"{segment.FirstSequence} to {segment.LastSequence}",
                    segment.TailBytes,
                    Found(segment),
                })]);
        }

        foreach (var id in journal.Missing)
        {
            output.Line($"MISSING: the file {id}-...: its contents are lost unless it is restored.");
        }

        foreach (var gap in journal.Gaps)
        {
            output.Line($"No frame has one of the numbers {gap.From} to {gap.To}.");
        }
    }

    private static string Found(SegmentVerification segment)
    {
        IReadOnlyList<string> problems =
        [
            .. segment.IsHeaderDamaged ? ["header damaged"] : Array.Empty<string>(),
            .. segment.Damage.Select(static range => $"{range.Length} bytes at {range.Offset} damaged"),
            .. segment.NotUnderstood > 0 ? [$"{segment.NotUnderstood} frame(s) not understood"] : Array.Empty<string>(),
        ];

        return problems.Count is 0 ? "sound" : string.Join(", ", problems);
    }
}
