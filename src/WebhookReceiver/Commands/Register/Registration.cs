using System.Text.Json.Serialization;
using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Commands.Register;

/// <summary>The outcome of a <c>register</c> command.</summary>
/// <param name="Result">What is registered now, as read back.</param>
/// <param name="CallbackUrl">The registered URL; null for none.</param>
/// <param name="Differences">What is not as requested.</param>
/// <param name="Notes">What to know besides.</param>
internal sealed record Registration(string Result, string? CallbackUrl, IReadOnlyList<string> Differences, IReadOnlyList<string> Notes)
{
    public Registration(string result, string? callbackUrl, params IReadOnlyList<string> differences)
        : this(result, callbackUrl, differences, [])
    {
    }

    /// <summary>0 when everything is as requested.</summary>
    [JsonIgnore]
    public int ExitCode => Differences.Count is 0 ? Commands.ExitCode.Fine : Commands.ExitCode.NothingOrDamage;

    public static void Write(IOutput output, Registration registration)
    {
        output.Line(registration.Result);

        foreach (var difference in registration.Differences)
        {
            output.Line($"NOT AS REQUESTED: {difference}");
        }

        foreach (var note in registration.Notes)
        {
            output.Line($"Note: {note}");
        }
    }
}
