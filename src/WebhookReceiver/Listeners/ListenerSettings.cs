using System.Net;

namespace WebhookReceiver.Listeners;

/// <summary>The addresses of the two listeners. Their defaults are here, because a value in <c>appsettings.json</c> would override the environment variable.</summary>
internal sealed record ListenerSettings(IReadOnlyList<string> PublicUrls, string OperationsUrl)
{
    public const string PublicKey = "Urls";
    public const string OperationsKey = "Operations:Url";

    private const string OperationsForm = "http://127.0.0.1:8081";

    private const string DefaultPublicUrl = "http://localhost:8080";
    private const string DefaultOperationsUrl = OperationsForm;

    /// <summary>The port of the operations listener. Port 0 means any free one, and only the running server knows which.</summary>
    /// <exception cref="InvalidConfigurationException">The address is invalid.</exception>
    public int OperationsPort => Parse(OperationsKey, OperationsUrl).Port;

    /// <summary>The address at which this machine itself reaches the operations listener: a wildcard cannot be called.</summary>
    /// <exception cref="InvalidConfigurationException">The address is invalid.</exception>
    public Uri OperationsUrlFromHere()
    {
        var address = Parse(OperationsKey, OperationsUrl);
        var host = BoundHost.Of(address) is BoundHostKind.Address ? address.Host : IPAddress.Loopback.ToString();

        return new Uri($"{address.Scheme}://{host}:{address.Port}");
    }

    /// <summary>The addresses as configured; <see cref="Problems"/> reports what is wrong with them.</summary>
    public static ListenerSettings Read(IConfiguration configuration)
    {
        var urls = configuration[PublicKey] is { Length: > 0 } configured ? configured : DefaultPublicUrl;
        var operations = configuration[OperationsKey] is { Length: > 0 } url ? url : DefaultOperationsUrl;

        return new ListenerSettings(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), operations);
    }

    /// <summary>Whether the operations listener answers on every address of the machine.</summary>
    public bool IsOperationsEverywhere => BoundHost.Of(Parse(OperationsKey, OperationsUrl)) is BoundHostKind.Everything;

    /// <summary>Addresses with a host name that the server does not recognise: it listens on every address of the machine instead.</summary>
    public IEnumerable<string> NamesListenedOnEverywhere => PublicUrls.Where(static url => BoundHost.Of(Parse(PublicKey, url)) is BoundHostKind.Name);

    /// <summary>Reports addresses that cannot be read, addresses that would not listen where they say, and a port used by both listeners.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        var operationsPort = PortOf(OperationsKey, OperationsUrl, problems);

        if (operationsPort is not null && BoundHost.Of(Parse(OperationsKey, OperationsUrl)) is BoundHostKind.Name or BoundHostKind.Socket)
        {
            problems.Add($"{OperationsKey} is '{OperationsUrl}'; its host must be an IP address, localhost, * or +, as in {OperationsForm}: for any other name the server would listen on all addresses.");
        }

        if (PublicUrls.Count is 0)
        {
            problems.Add($"{PublicKey} contains no address; write one like http://localhost:8080, or remove the key.");
        }

        foreach (var publicUrl in PublicUrls)
        {
            if (PortOf(PublicKey, publicUrl, problems) is { } port and not 0 && port == operationsPort)
            {
                problems.Add($"{OperationsKey} and {PublicKey} both use port {port}; the operations listener needs a port of its own.");
            }
        }

        return problems;
    }

    private static int? PortOf(string key, string url, List<string> problems)
    {
        try
        {
            return Parse(key, url).Port;
        }
        catch (InvalidConfigurationException exception)
        {
            problems.Add(exception.Message);
            return null;
        }
    }

    private static BindingAddress Parse(string key, string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);

            return (address.PathBase.Length, address.Port) switch
            {
                ( > 0, _) => throw new InvalidConfigurationException($"{key} is '{url}'; an address to listen on has no path."),
                (_, < 0 or > IPEndPoint.MaxPort) => throw new InvalidConfigurationException($"{key} is '{url}'; a port is at most {IPEndPoint.MaxPort}."),
                _ => address,
            };
        }
        catch (FormatException exception)
        {
            throw new InvalidConfigurationException($"{key} is '{url}', which is not an address; write it like {OperationsForm}.", exception);
        }
    }
}
