using Microsoft.Extensions.Options;

namespace WebhookReceiver.Listeners;

/// <summary>Tells what is wrong with the addresses, and with the room for connections, together with all other problems of the configuration, before the server would.</summary>
internal sealed class ListenerSettingsValidator(ListenerSettings settings) : IValidateOptions<ListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenerOptions options)
    {
        string[] problems = FileHandles.Problem() is { } problem ? [.. settings.Problems(), problem] : [.. settings.Problems()];
        return problems.Length > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}

/// <summary>
/// Stands for the addresses among the options that are validated at start. The addresses themselves are needed before there are any options,
/// and those of the server are read too early to be told together with the others.
/// </summary>
internal sealed class ListenerOptions;
