using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary>Arguments and options that are ids of the Graph API.</summary>
internal static class GraphId
{
    public static Argument<string> Argument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !GraphSettings.IsId(token.Value))
            {
                result.AddError($"<{name}> consists of digits. {description}");
            }
        });
        return argument;
    }

    public static void Check(Option<string[]> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(static token => !GraphSettings.IsId(token.Value)))
        {
            result.AddError($"{option.Name} is an id, which consists of digits.");
        }
    });
}
