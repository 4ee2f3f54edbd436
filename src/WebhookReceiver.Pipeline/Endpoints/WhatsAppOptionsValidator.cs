using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>Refuses settings that would leave the door open to strangers or closed to Meta. Names each key, and never shows the value of a secret.</summary>
internal sealed class WhatsAppOptionsValidator(IHostEnvironment environment) : IValidateOptions<WhatsAppOptions>
{
    public const int LargestBody = 64 * 1024 * 1024;

    private const int ShortestToken = 8;
    private const int ShortestSecret = 16;

    /// <summary>Characters with a special meaning in a route pattern, and characters that cannot be part of a path.</summary>
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("{}*?# \\");

    /// <summary>The values in <c>appsettings.Development.json</c>, which everyone can read in the repository.</summary>
    private static readonly string[] DevelopmentValues = ["dev-verify-token", "dev-app-secret"];

    public ValidateOptionsResult Validate(string? name, WhatsAppOptions options)
    {
        var problems = new List<string>();
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var tokens = options.All().SelectMany(static endpoint => endpoint.Options.VerifyTokens()).ToHashSet(StringComparer.Ordinal);

        foreach (var (endpoint, prefix, settings) in options.All())
        {
            CheckTokens(prefix, settings, problems);
            CheckSecrets(prefix, settings, problems);

            // The token is typed into a form and sent in a query, so a secret with the same value is no longer secret.
            if (!environment.IsDevelopment() && settings.AppSecrets().Any(secret => !string.IsNullOrWhiteSpace(secret) && tokens.Contains(secret)))
            {
                problems.Add($"{prefix}: an app secret is the same as a verify token; copy the secret from Meta's dashboard and choose a token of your own.");
            }

            CheckPath(prefix, settings.Path, problems);

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
        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckProxies(List<string> proxies, List<string> problems)
    {
        foreach (var (index, proxy) in proxies.Index())
        {
            if (TrustedProxies.Read(proxy) is null)
            {
                problems.Add(
                    $"{WhatsAppOptions.Section}:{nameof(WhatsAppOptions.TrustedProxies)}:{index} is '{proxy}'; "
                    + "it must be an address such as 10.0.0.7 or a network such as 10.0.0.0/8 or fd00::/8, without bits set after its prefix and without covering all addresses.");
            }
        }
    }

    private void CheckTokens(string prefix, CallbackEndpointOptions settings, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(settings.VerifyToken))
        {
            problems.Add($"{prefix}:VerifyToken is missing; set it to the verify token that you type into Meta's dashboard.");
        }
        else
        {
            CheckValue($"{prefix}:VerifyToken", settings.VerifyToken, ShortestToken, problems);
        }

        CheckAdditional($"{prefix}:AdditionalVerifyTokens", settings.AdditionalVerifyTokens, ShortestToken, problems);
    }

    private void CheckSecrets(string prefix, CallbackEndpointOptions settings, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(settings.AppSecret))
        {
            problems.Add($"{prefix}:AppSecret is missing; set it to the app secret from Meta's dashboard (App settings, Basic).");
        }
        else
        {
            CheckValue($"{prefix}:AppSecret", settings.AppSecret, ShortestSecret, problems);
        }

        CheckAdditional($"{prefix}:AdditionalAppSecrets", settings.AdditionalAppSecrets, ShortestSecret, problems);
    }

    private void CheckAdditional(string key, List<string> values, int shortest, List<string> problems)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(values[index]))
            {
                problems.Add($"{key}:{index} is empty; remove it or give it a value.");
            }
            else
            {
                CheckValue($"{key}:{index}", values[index], shortest, problems);
            }
        }
    }

    private void CheckValue(string key, string value, int shortest, List<string> problems)
    {
        if (environment.IsDevelopment())
        {
            return;
        }

        if (DevelopmentValues.Contains(value, StringComparer.Ordinal))
        {
            problems.Add($"{key} is the development value, which is public; set one of your own.");
        }
        else if (value.Length < shortest)
        {
            problems.Add($"{key} is shorter than {shortest} characters.");
        }
        else if (WeakSecret.IsOneCharacter(value))
        {
            problems.Add($"{key} is the same character throughout; set one that cannot be guessed.");
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
