using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>What an erasure did, for people.</summary>
internal static class ErasureText
{
    public static void Write(ErasureReport report)
    {
        Console.WriteLine($"{report.ErasedDeadLetters.Count} dead letter(s) erased.");
        Tell("Still there, of others, and holding something of the person", report.OtherDeadLetters);
        Tell("Dead letters that cannot be read, so that nobody can say", report.UnreadableDeadLetters);
        Tell("Known under other ids as well, which are to be erased by themselves", report.AlsoKnownAs);
        Write("deliveries", report.DeliverySegments);
        Write("outcomes", report.OutcomeSegments);

        if (report.NothingLeft)
        {
            Console.WriteLine("No file of the inbox holds anything of the person.");
        }

        Tell("Copies of damaged bytes, of which nobody can say", report.DamagedCopies);
        Tell("Not searched", report.NotSearched);
    }

    private static void Tell<T>(string title, IReadOnlyCollection<T> values)
    {
        if (values.Count > 0)
        {
            Console.WriteLine($"{title}: {string.Join(", ", values.Select(static value => Output.Plain(Output.Text(value))))}");
        }
    }

    private static void Write(string name, IReadOnlyList<HoldingSegment> segments)
    {
        if (segments.Count is 0)
        {
            return;
        }

        Console.WriteLine();
        Console.WriteLine($"Files of {name} that hold something of the person until they are deleted:");
        Output.Table(
            ["FILE", "HOLDING", "SEALED", "WAITS FOR", "GONE BY"],
            [.. segments.Select(static segment => new[]
            {
                segment.Name,
                Output.Text(segment.Holding),
                Output.Text(segment.IsSealed),
                segment.WaitsFor > 0 ? $"{segment.WaitsFor} open" : "-",
                Output.Text(segment.GoneBy),
            })]);
        Console.WriteLine();
    }
}
