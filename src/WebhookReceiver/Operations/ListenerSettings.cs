
namespace WebhookReceiver.Operations;

/// <summary>The addresses of the two listeners. Their defaults live here, because a value in <c>appsettings.json</c> would beat the environment variable.</summary>
internal sealed record ListenerSettings(IReadOnlyList<string> PublicUrls, string OperationsUrl)
{
    public const string PublicKey = "Urls";
    public const string OperationsKey = "Operations:Url";

    private const string DefaultPublicUrl = "http://localhost:8080";
    private const string DefaultOperationsUrl = "http://127.0.0.1:8081";

    /// <summary>Whether both ports are fixed. Port 0 takes any free one, and only the running server knows which.</summary>
    public bool HasFixedOperationsPort => Parse(OperationsKey, OperationsUrl).Port is not 0;

    public int OperationsPort => Parse(OperationsKey, OperationsUrl).Port;

    /// <exception cref="InvalidConfigurationException">An address cannot be read, or the listeners share a port.</exception>
    public static ListenerSettings Read(IConfiguration configuration)
    {
        var urls = configuration[PublicKey] is { Length: > 0 } configured ? configured : DefaultPublicUrl;
        var operations = configuration[OperationsKey] is { Length: > 0 } url ? url : DefaultOperationsUrl;
        var publicUrls = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var operationsPort = Parse(OperationsKey, operations).Port;

        foreach (var publicUrl in publicUrls)
        {
            if (Parse(PublicKey, publicUrl).Port == operationsPort && operationsPort is not 0)
            {
                throw new InvalidConfigurationException(
                    $"{OperationsKey} and {PublicKey} both use port {operationsPort}; the operations listener needs a port of its own.");
            }
        }

        return new ListenerSettings(publicUrls, operations);
    }

    private static BindingAddress Parse(string key, string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);

            return address.PathBase.Length is 0
                ? address
                : throw new InvalidConfigurationException($"{key} is '{url}'; an address for listening has no path.");
        }
        catch (FormatException exception)
        {
            throw new InvalidConfigurationException($"{key} is '{url}', which is no address; write it like http://127.0.0.1:8081.", exception);
        }
    }
}
