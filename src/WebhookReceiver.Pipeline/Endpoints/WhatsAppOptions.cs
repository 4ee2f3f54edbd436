namespace WebhookReceiver.Endpoints;

/// <summary>The section <c>WhatsApp</c>: the endpoint <c>default</c>, and further endpoints by name.</summary>
internal sealed class WhatsAppOptions : CallbackEndpointOptions
{
    public const string Section = "WhatsApp";

    /// <summary>Further endpoints, each with its own path, tokens and secrets. With at least one of these, the top-level endpoint may be omitted.</summary>
    public Dictionary<string, CallbackEndpointOptions> Endpoints { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Addresses and networks (CIDR) of the proxies in front, whose <see cref="ForwardedHeader"/> is trusted. Applies to all endpoints and to <c>/api</c>. Read at startup.
    /// </summary>
    /// <value>None: the sender is the address of the connection.</value>
    public List<string> TrustedProxies { get; } = [];

    /// <summary>The header in which these proxies name their client: <c>X-Forwarded-For</c> or <c>Forwarded</c> (RFC 7239). Read at startup.</summary>
    /// <value><c>X-Forwarded-For</c></value>
    public string ForwardedHeader { get; set; } = Senders.ForwardedHeader.XForwardedFor;

    /// <summary>
    /// The header in which a trusted proxy passes on the client certificate: <c>Client-Cert</c> as in RFC 9440, or one of any other name with PEM in URL encoding. Read at startup.
    /// </summary>
    /// <value>None: a client certificate is that of the connection.</value>
    public string? ClientCertificateHeader { get; set; }

    /// <summary>
    /// All endpoints, each with the prefix of its keys. The top-level keys form the endpoint <c>default</c>, unless only named
    /// endpoints are configured.
    /// </summary>
    public IEnumerable<(string Name, string KeyPrefix, CallbackEndpointOptions Options)> All()
    {
        if (Endpoints.Count is 0 || Sender is not SenderKind.Meta || Secrets().Any())
        {
            yield return (CallbackEndpoint.DefaultName, Section, this);
        }

        foreach (var (name, options) in Endpoints)
        {
            // A null in a settings file arrives as null: an endpoint with every setting missing.
            yield return (name, $"{Section}:{nameof(Endpoints)}:{name}", options ?? new CallbackEndpointOptions());
        }
    }
}
