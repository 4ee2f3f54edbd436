namespace WebhookReceiver.Commands.Register;

/// <summary>The section <c>Graph</c>: where Meta's API is, and the id of the app.</summary>
internal sealed record GraphSettings(RemoteService Service, string Version, string AppId)
{
    public const string AppIdKey = "Graph:AppId";
    public const string TokenKey = "Graph:AccessToken";

    private const string UrlKey = "Graph:Url";
    private const string VersionKey = "Graph:Version";
    private const string DefaultUrl = "https://graph.facebook.com";
    private const string DefaultVersion = "v23.0";

    /// <exception cref="CommandFailedException">A setting is missing or unusable.</exception>
    public static GraphSettings Read(IConfiguration configuration)
    {
        var appId = configuration[AppIdKey];
        var version = configuration[VersionKey] is { Length: > 0 } configured ? configured : DefaultVersion;

        if (!IsId(appId))
        {
            throw new CommandFailedException($"{AppIdKey} is not the id of an app, which consists of digits. The App Dashboard shows it under App settings, Basic.");
        }

        return version[0] is 'v' && version.Skip(1).All(static character => char.IsAsciiDigit(character) || character is '.')
            ? new GraphSettings(RemoteService.Read(configuration, "Graph API", UrlKey, DefaultUrl), version, appId!)
            : throw new CommandFailedException($"{VersionKey} is not a version like {DefaultVersion}.");
    }

    /// <summary>Whether it is an id of the Graph API, so that it cannot change the path of a call.</summary>
    public static bool IsId(string? text) => text is { Length: > 0 and <= 32 } && text.All(char.IsAsciiDigit);

    public Uri At(string path) => Service.At($"{Version}/{path}");
}
