using System.Text.Json.Serialization;
using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Commands.Register;

/// <summary>What is registered at the services for which there are credentials.</summary>
internal sealed record RegisteredItems(IReadOnlyList<RegisteredItem> Items)
{
    /// <summary>0 when all that could be read is as it should be.</summary>
    [JsonIgnore]
    public int ExitCode => Items.Any(static item => item.State is RegisteredState.Failed) ? Commands.ExitCode.NotDone
        : Items.Any(static item => item.State is RegisteredState.Different or RegisteredState.None) || Items.All(static item => item.State is RegisteredState.NotChecked) ? Commands.ExitCode.NothingOrDamage
        : Commands.ExitCode.Fine;

    public static void Write(IOutput output, RegisteredItems registered)
    {
        output.Table(
            ["SERVICE", "WHAT", "STATE", "URL"],
            [.. registered.Items.Select(static item => new object?[] { item.Service, item.What, StateOf(item), item.Url })]);

        foreach (var item in registered.Items)
        {
            foreach (var detail in item.Details)
            {
                output.Line($"{item.Service}, {item.What}: {detail}");
            }
        }
    }

    private static string StateOf(RegisteredItem item) => item.State switch
    {
        RegisteredState.Registered => "registered",
        RegisteredState.Different => "DIFFERENT",
        RegisteredState.None => "none",
        RegisteredState.NotChecked => "not checked",
        _ => "FAILED",
    };
}
