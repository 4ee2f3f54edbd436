using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Commands.Register;

/// <summary>A call that a dry run shows; secrets are masked.</summary>
internal sealed record PlannedCall(string Purpose, string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? ContentType, string? Body);

/// <summary>What a command would send, in this order.</summary>
internal sealed record DryRun(IReadOnlyList<PlannedCall> Calls)
{
    public static DryRun Of(IEnumerable<RemoteRequest> requests) => new([.. requests.Select(static request => request.ForPeople())]);

    public static void Write(IOutput output, DryRun plan)
    {
        output.Line("Dry run: nothing is sent.");

        foreach (var (index, call) in plan.Calls.Index())
        {
            output.Line(string.Empty);
            output.Line($"{index + 1}. {char.ToUpperInvariant(call.Purpose[0])}{call.Purpose[1..]}");
            output.Line($"{call.Method} {call.Url}");

            foreach (var (name, value) in call.Headers)
            {
                output.Line($"{name}: {value}");
            }

            if (call.Body is not null)
            {
                output.Line($"Content-Type: {call.ContentType}");
                WriteBody(output, call.Body);
            }
        }
    }

    private static void WriteBody(IOutput output, string body)
    {
        foreach (var line in body.Split('\n'))
        {
            output.Line($"  {line}");
        }
    }
}
