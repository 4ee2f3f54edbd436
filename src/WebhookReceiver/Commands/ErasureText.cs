using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>Prints the result of an erasure for people.</summary>
internal static class ErasureText
{
    public static void Write(IOutput output, ErasureReport report)
    {
        output.Line($"{report.ErasedDeadLetters.Count} dead letter(s) erased.");
        Report(output, "Other people's dead letters that also contain data of the person", report.OtherDeadLetters);
        Report(output, "Dead letters that cannot be read, so that their owner is unknown", report.UnreadableDeadLetters);
        Report(output, "The person's other ids, which must be erased separately", report.AlsoKnownAs);
        Write(output, "deliveries", report.DeliverySegments);
        Write(output, "outcomes", report.OutcomeSegments);

        if (report.NothingLeft)
        {
            output.Line("No file of the inbox contains data of the person.");
        }

        Report(output, "Copies of damaged bytes, whose content is unknown", report.DamagedCopies);
        Report(output, "Not searched", report.NotSearched);
    }

    private static void Report<T>(IOutput output, string title, IReadOnlyCollection<T> values)
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
        output.Line($"Files of {name} that contain data of the person until they are deleted:");
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
