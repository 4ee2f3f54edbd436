using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>Refuses settings that would leave the door open to strangers or closed to Meta. Names each key, and never shows the value of a secret.</summary>
internal sealed class WhatsAppOptionsValidator(IHostEnvironment environment) : IValidateOptions<WhatsAppOptions>
{
    public const int LargestBody = 64 * 1024 * 1024;

    /// <summary>Characters with a special meaning in a route pattern, and characters that cannot be part of a path.</summary>
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("{}*?# \\");

    public ValidateOptionsResult Validate(string? name, WhatsAppOptions options)
    {
        var senders = new SenderSettings(new SecretStrength(environment.IsDevelopment()), environment.IsDevelopment());
        var problems = new List<string>();
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var tokens = options.All().SelectMany(static endpoint => endpoint.Options.VerifyTokens()).ToHashSet(StringComparer.Ordinal);

        foreach (var (endpoint, prefix, settings) in options.All())
        {
            problems.AddRange(senders.ProblemsOf(prefix, settings));

            // The token is typed into a form and sent in a query, so a secret with the same value is no longer secret.
            if (!environment.IsDevelopment() && settings.Secrets().Except(settings.VerifyTokens(), StringComparer.Ordinal).Concat(settings.AppSecrets()).Any(secret => !string.IsNullOrWhiteSpace(secret) && tokens.Contains(secret)))
            {
                problems.Add($"{prefix}: an app secret is the same as a verify token; copy the secret from Meta's dashboard and choose a token of your own.");
            }

            CheckPath(prefix, settings.Path, problems);
            CheckAddresses(prefix, settings, problems);

            if (settings.MaxBodyBytes is < 1 or > LargestBody)
            {
                problems.Add($"{prefix}:MaxBodyBytes must be between 1 and {LargestBody} (64 MiB).");
            }

            if (!paths.TryAdd(settings.Path.Trim('/'), prefix))
            {
                problems.Add($"{prefix}:Path is '{settings.Path}', which {paths[settings.Path.Trim('/')]}:Path already uses; each endpoint needs its own path.");
            }

            if (endpoint.Equals(CallbackEndpoint.DefaultName, StringComparison.OrdinalIgnoreCase) && settings != options)
            {
                problems.Add($"{prefix}: the name 'default' belongs to the keys directly under {WhatsAppOptions.Section}; choose another.");
            }
        }

        CheckProxies(options.TrustedProxies, problems);

        if (!ForwardedHeader.IsKnown(options.ForwardedHeader))
        {
            problems.Add($"{WhatsAppOptions.Section}:{nameof(WhatsAppOptions.ForwardedHeader)} is '{options.ForwardedHeader}'; write {ForwardedHeader.XForwardedFor} or {ForwardedHeader.Forwarded}.");
        }

        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckProxies(List<string> proxies, List<string> problems)
    {
        foreach (var (index, proxy) in proxies.Index())
        {
            if (AddressText.ReadNetwork(proxy) is null)
            {
                problems.Add(
                    $"{WhatsAppOptions.Section}:{nameof(WhatsAppOptions.TrustedProxies)}:{index} is '{proxy}'; "
                    + "it must be an address such as 10.0.0.7 or a network such as 10.0.0.0/8 or fd00::/8, without bits set after its prefix and without covering all addresses.");
            }
        }
    }

    private void CheckAddresses(string prefix, CallbackEndpointOptions settings, List<string> problems)
    {
        var mode = $"{prefix}:{nameof(CallbackEndpointOptions.AllowedAddressesMode)}";

        if (!Enum.IsDefined(settings.AllowedAddressesMode))
        {
            problems.Add($"{mode} is '{settings.AllowedAddressesMode}'; write {string.Join(", ", Enum.GetNames<AddressMode>())}.");
        }

        if (settings.AllowedAddresses is not { } path)
        {
            return;
        }

        try
        {
            _ = path.Length > 0 ? AddressListFile.Read(SettingsPaths.Resolve(path, environment)) : throw new FileNotFoundException("the path is empty.");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{prefix}:{nameof(CallbackEndpointOptions.AllowedAddresses)}: {exception.Message}");
        }
    }

    private static void CheckPath(string prefix, string path, List<string> problems)
    {
        if (!path.StartsWith('/') || path.AsSpan().ContainsAny(NotInPaths) || path.Any(static character => character is < '!' or > '~'))
        {
            problems.Add($"{prefix}:Path is '{path}'; it must begin with '/' and be a plain path of printable ASCII characters, such as /webhook.");
        }
    }
}
