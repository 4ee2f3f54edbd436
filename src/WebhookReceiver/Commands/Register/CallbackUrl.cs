namespace WebhookReceiver.Commands.Register;

/// <summary>The URL to register. One that a service would refuse or change is refused before anything is called.</summary>
internal static class CallbackUrl
{
    public const string SettingKey = "Register:PublicUrl";

    private const int LongestOverride = 200;

    /// <param name="text">The URL as given; without a path it gets that of the endpoint.</param>
    /// <param name="endpoint">The endpoint that it is to reach.</param>
    /// <exception cref="CommandFailedException">The URL is missing or unusable.</exception>
    public static Uri Read(string? text, EndpointSettings endpoint)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new CommandFailedException($"Which URL? Give --url, or set {SettingKey}: the public address of this service, like https://hooks.example.com.");
        }

        if (!WebAddress.TryRead(text, out var given))
        {
            throw new CommandFailedException($"'{ShownUrl.Of(text)}' as --url or {SettingKey}: write an address like https://hooks.example.com.");
        }

        var url = given.AbsolutePath is "/" ? new UriBuilder(given) { Path = endpoint.Path }.Uri : given;

        return Problem(given, url) is { } problem ? throw new CommandFailedException($"{ShownUrl.Of(url.AbsoluteUri)} cannot be registered: {problem}") : url;
    }

    /// <exception cref="CommandFailedException">It is too long to be an override.</exception>
    public static Uri ForOverride(Uri url) => url.AbsoluteUri.Length <= LongestOverride
        ? url
        : throw new CommandFailedException($"The URL has {url.AbsoluteUri.Length} characters; Meta accepts {LongestOverride} for an override.");

    /// <exception cref="CommandFailedException">360dialog would refuse it.</exception>
    public static Uri ForD360(Uri url)
    {
        if (url.Host.Contains('_', StringComparison.Ordinal))
        {
            throw new CommandFailedException($"{url.AbsoluteUri} cannot be registered: 360dialog refuses an underscore in a host name.");
        }

        return url.IsDefaultPort ? url : throw new CommandFailedException($"{url.AbsoluteUri} cannot be registered: 360dialog refuses a port in the URL; serve it on 443.");
    }

    private static string? Problem(Uri given, Uri url) => given switch
    {
        { UserInfo.Length: > 0 } => "it contains a user name or password.",
        { Query.Length: > 0 } => "it has a query; the endpoint is found by its path alone, and queries end up in logs.",
        { Fragment.Length: > 0 } => "it has a fragment (#), which is never sent.",
        _ when url.AbsolutePath.Contains('+', StringComparison.Ordinal) => "its path contains '+', which comes back as %20, so that the service would answer 404.",
        _ when !WebAddress.IsPrivate(given) => "it begins with http, and only https is called.",
        _ => null,
    };
}
