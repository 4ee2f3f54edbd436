namespace WebhookReceiver.Endpoints;

/// <summary>The section <c>WhatsApp</c>: the endpoint <c>default</c>, and further ones by name.</summary>
internal sealed class WhatsAppOptions : CallbackEndpointOptions
{
    public const string Section = "WhatsApp";

    /// <summary>Further endpoints, each with its own path, tokens and secrets. When there are any, the top-level one may be left out.</summary>
    public Dictionary<string, CallbackEndpointOptions> Endpoints { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Addresses and networks (CIDR) of the proxies in front, whose <c>X-Forwarded-For</c> is believed. Counts for all endpoints and for <c>/api</c>. Read at start.
    /// </summary>
    /// <value>None: the address of the connection is the sender's.</value>
    public List<string> TrustedProxies { get; } = [];

    /// <summary>
    /// All endpoints, each with the prefix of its keys. The top-level keys make up the endpoint <c>default</c>, unless nothing but named
    /// endpoints is configured.
    /// </summary>
    public IEnumerable<(string Name, string KeyPrefix, CallbackEndpointOptions Options)> All()
    {
        if (Endpoints.Count is 0 || VerifyToken is not null || AppSecret is not null)
        {
            yield return (CallbackEndpoint.DefaultName, Section, this);
        }

        foreach (var (name, options) in Endpoints)
        {
            // A null in a settings file arrives here as null: it is an endpoint of which everything is missing.
            yield return (name, $"{Section}:{nameof(Endpoints)}:{name}", options ?? new CallbackEndpointOptions());
        }
    }
}
