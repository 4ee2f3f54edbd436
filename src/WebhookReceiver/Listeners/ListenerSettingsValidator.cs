using Microsoft.Extensions.Options;
using WebhookReceiver.Operations;

namespace WebhookReceiver.Listeners;

/// <summary>Reports problems with the addresses, their certificates and the file handles together with all other configuration problems, before the server would.</summary>
internal sealed class ListenerSettingsValidator(ListenerSettings settings, IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<ListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenerOptions options)
    {
        List<string> problems = [.. settings.Problems(), .. Lists(), .. ExpectedHosts.Problems(configuration), .. ServerSection.Problems(configuration), .. CertificateFiles.Problems(configuration, environment.ContentRootPath), .. TlsSettings.Problems(configuration, settings)];

        if (FileHandles.Problem() is { } problem)
        {
            problems.Add(problem);
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    /// <summary>Addresses written as a list, which nothing reads.</summary>
    private IEnumerable<string> Lists() => configuration.GetSection(ListenerSettings.PublicKey).GetChildren()
        .Select(static entry => $"{entry.Path} is a list entry, but {ListenerSettings.PublicKey} is a single text; separate the addresses with semicolons.");
}

/// <summary>
/// Represents the addresses among the options that are validated at startup. The addresses themselves are needed before there are any options,
/// and the server's are read too early to be reported together with the others.
/// </summary>
internal sealed class ListenerOptions;
