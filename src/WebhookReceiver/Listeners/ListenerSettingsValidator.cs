using Microsoft.Extensions.Options;
using WebhookReceiver.Operations;

namespace WebhookReceiver.Listeners;

/// <summary>Says what is wrong with the addresses, their certificates, and the room for connections, together with all other problems of the configuration, before the server would.</summary>
internal sealed class ListenerSettingsValidator(ListenerSettings settings, IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<ListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenerOptions options)
    {
        List<string> problems = [.. settings.Problems(), .. Lists(), .. ExpectedHosts.Problems(configuration), .. ServerSection.Problems(configuration), .. CertificateFiles.Problems(configuration, environment.ContentRootPath)];

        if (FileHandles.Problem() is { } problem)
        {
            problems.Add(problem);
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    /// <summary>Addresses that were written as a list, which nobody reads.</summary>
    private IEnumerable<string> Lists() => configuration.GetSection(ListenerSettings.PublicKey).GetChildren()
        .Select(static entry => $"{entry.Path} is an entry of a list, and {ListenerSettings.PublicKey} is one text; separate its addresses by semicolons.");
}

/// <summary>
/// Stands for the addresses among the options that are validated at start. The addresses themselves are needed before there are any options,
/// and those of the server are read too early to be told together with the others.
/// </summary>
internal sealed class ListenerOptions;
