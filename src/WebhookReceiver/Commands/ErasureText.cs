using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>What an erasure did, for people.</summary>
internal static class ErasureText
{
    public static void Write(IOutput output, ErasureReport report)
    {
        output.Line($"{report.ErasedDeadLetters.Count} dead letter(s) erased.");
        Tell(output, "Still there, of others, and holding something of the person", report.OtherDeadLetters);
        Tell(output, "Dead letters that cannot be read, so that nobody can say", report.UnreadableDeadLetters);
        Tell(output, "Known under other ids as well, which are to be erased by themselves", report.AlsoKnownAs);
        Write(output, "deliveries", report.DeliverySegments);
        Write(output, "outcomes", report.OutcomeSegments);

        if (report.NothingLeft)
        {
            output.Line("No file of the inbox holds anything of the person.");
        }

        Tell(output, "Copies of damaged bytes, of which nobody can say", report.DamagedCopies);
        Tell(output, "Not searched", report.NotSearched);
    }

    private static void Tell<T>(IOutput output, string title, IReadOnlyCollection<T> values)
    {
        if (values.Count > 0)
        {
            output.Line($"{title}: {string.Join(", ", values.Select(static value => CellText.Of(value)))}");
        }
    }

    private static void Write(IOutput output, string name, IReadOnlyList<HoldingSegment> segments)
    {
        if (segments.Count is 0)
        {
            return;
        }

        output.Line(string.Empty);
        output.Line($"Files of {name} that hold something of the person until they are deleted:");
        output.Table(
            ["FILE", "HOLDING", "SEALED", "WAITS FOR", "GONE BY"],
            [.. segments.Select(static segment => new object?[]
            {
                segment.Name,
                segment.Holding,
                segment.IsSealed,
                segment.WaitsFor > 0 ? $"{segment.WaitsFor} open" : "-",
                segment.GoneBy,
            })]);
        output.Line(string.Empty);
    }
}
