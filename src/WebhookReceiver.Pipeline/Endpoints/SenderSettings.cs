using System.Buffers;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Checks the settings with which the senders of one endpoint prove who they are: what their kind needs is there and cannot be guessed, and nothing is set that their kind does not use, because its
/// author believes that it protects the endpoint.
/// </summary>
internal sealed class SenderSettings(SecretStrength strength, bool isDevelopment)
{
    /// <summary>The characters of a header's name (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<char> InNames = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that every client sends or the server acts on: their values are known, or not the sender's.</summary>
    private static readonly string[] NoSecret =
        ["Accept", "Connection", "Content-Length", "Content-Type", "Expect", "Forwarded", "Host", "Transfer-Encoding", "User-Agent", "X-Forwarded-For"];

    public IEnumerable<string> ProblemsOf(string prefix, CallbackEndpointOptions settings) =>
    [
        .. settings.Sender switch
        {
            SenderKind.Meta => [.. Tokens(prefix, settings), .. AppSecrets(prefix, settings, "the app secret from Meta's dashboard (App settings, Basic)")],
            SenderKind.D360Signature => AppSecrets(prefix, settings, "the secret from 360dialog's Partner Hub that signs"),
            SenderKind.Header => Header(prefix, settings),
            SenderKind.Basic => Basic(prefix, settings),
            _ => Enumerable.Repeat($"{prefix}:Sender is '{settings.Sender}'; write {string.Join(", ", Enum.GetNames<SenderKind>())}.", 1),
        },
        .. isDevelopment ? [] : Unused(prefix, settings),
    ];

    private static IEnumerable<string> Unused(string prefix, CallbackEndpointOptions settings)
    {
        (string Key, bool IsSet, bool IsUsed)[] all =
        [
            ("VerifyToken", settings.VerifyTokens().Any(), settings.Sender is SenderKind.Meta),
            ("AppSecret", settings.AppSecrets().Any(), settings.Sender is SenderKind.Meta or SenderKind.D360Signature),
            ("HeaderName", settings.HeaderName is not null, settings.Sender is SenderKind.Header),
            ("HeaderValue", settings.HeaderValues().Any(), settings.Sender is SenderKind.Header),
            ("UserName", settings.UserName is not null, settings.Sender is SenderKind.Basic),
            ("Password", settings.Password is not null, settings.Sender is SenderKind.Basic),
            ("AdditionalCredentials", settings.AdditionalCredentials.Count > 0, settings.Sender is SenderKind.Basic),
        ];

        return from one in all
               where one.IsSet && !one.IsUsed && Enum.IsDefined(settings.Sender)
               select $"{prefix}:{one.Key} is set, but {prefix}:Sender is {settings.Sender}, which does not use it; remove it, or choose another sender.";
    }

    private IEnumerable<string> Tokens(string prefix, CallbackEndpointOptions settings) =>
    [
        .. Required($"{prefix}:VerifyToken", settings.VerifyToken, "the verify token that you type into Meta's dashboard", SecretStrength.ShortestToken),
        .. strength.ProblemsOf($"{prefix}:AdditionalVerifyTokens", settings.AdditionalVerifyTokens, SecretStrength.ShortestToken),
    ];

    private IEnumerable<string> AppSecrets(string prefix, CallbackEndpointOptions settings, string what) =>
    [
        .. Required($"{prefix}:AppSecret", settings.AppSecret, what, SecretStrength.ShortestSecret),
        .. strength.ProblemsOf($"{prefix}:AdditionalAppSecrets", settings.AdditionalAppSecrets, SecretStrength.ShortestSecret),
    ];

    private IEnumerable<string> Header(string prefix, CallbackEndpointOptions settings) =>
    [
        .. settings.HeaderName switch
        {
            null or "" => [$"{prefix}:HeaderName is missing; set it to the name of the header that the sender adds, such as Authorization."],
            { } name when name.AsSpan().ContainsAnyExcept(InNames) => [$"{prefix}:HeaderName is '{name}', which is not the name of a header."],
            { } name when NoSecret.Contains(name, StringComparer.OrdinalIgnoreCase) => [$"{prefix}:HeaderName is '{name}', which is no secret: clients and proxies set it. Choose a header of your own, or Authorization."],
            _ => Enumerable.Empty<string>(),
        },
        .. Required($"{prefix}:HeaderValue", settings.HeaderValue, "the value of that header, which only the sender knows", SecretStrength.ShortestSecret),
        .. strength.ProblemsOf($"{prefix}:AdditionalHeaderValues", settings.AdditionalHeaderValues, SecretStrength.ShortestSecret),
        .. settings.HeaderValues().Where(static value => value is not null).SelectMany(value => SecretStrength.ProblemsInHeader($"{prefix}:HeaderValue", value)).Distinct(StringComparer.Ordinal),
    ];

    private IEnumerable<string> Basic(string prefix, CallbackEndpointOptions settings) => settings.Credentials().Index().SelectMany(one =>
    {
        var (index, credentials) = one;
        var place = index is 0 ? prefix : $"{prefix}:AdditionalCredentials:{index - 1}";

        return Required($"{place}:UserName", credentials.UserName, "the user name that the sender presents", shortest: 1, isSecret: false)
            .Concat(credentials.UserName is { } name && name.Contains(':', StringComparison.Ordinal) ? [$"{place}:UserName contains a colon, which ends a user name (RFC 7617)."] : [])
            .Concat(Required($"{place}:Password", credentials.Password, "the password of that user", SecretStrength.ShortestSecret))
            .Concat(SecretStrength.ProblemsInHeader($"{place}:UserName", credentials.UserName ?? string.Empty))
            .Concat(SecretStrength.ProblemsInHeader($"{place}:Password", credentials.Password ?? string.Empty));
    });

    private IEnumerable<string> Required(string key, string? value, string what, int shortest, bool isSecret = true) => value switch
    {
        _ when string.IsNullOrWhiteSpace(value) => [$"{key} is missing; set it to {what}."],
        _ => isSecret ? strength.ProblemsOf(key, value, shortest) : [],
    };
}
