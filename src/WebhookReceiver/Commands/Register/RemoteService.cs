namespace WebhookReceiver.Commands.Register;

/// <summary>A service that this program calls.</summary>
/// <param name="Name">Its name in sentences.</param>
/// <param name="UrlKey">The setting with its address.</param>
/// <param name="Url">Its address, without a slash at the end.</param>
internal sealed record RemoteService(string Name, string UrlKey, string Url)
{
    /// <exception cref="CommandFailedException">The address is unusable, or would send secrets unencrypted.</exception>
    public static RemoteService Read(IConfiguration configuration, string name, string key, string? defaultUrl)
    {
        var text = configuration[key] is { Length: > 0 } configured
            ? configured
            : defaultUrl ?? throw new CommandFailedException($"{key} is not set: the address of the {name}.");

        if (!WebAddress.TryRead(text, out var url) || url.Query.Length + url.Fragment.Length > 0)
        {
            throw new CommandFailedException($"{key} is not an address like https://example.com.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw new CommandFailedException($"{key} contains a user name or password; those have settings of their own.");
        }

        return WebAddress.IsPrivate(url)
            ? new RemoteService(name, key, url.AbsoluteUri.TrimEnd('/'))
            : throw new CommandFailedException($"{key} begins with http, so tokens would cross the network unencrypted; use https.");
    }

    public Uri At(string path) => new($"{Url}/{path}");
}
