using WebhookReceiver.Verification;

namespace WebhookReceiver.Endpoints;

/// <summary>A callback URL that is being served: what is fixed at start, and the secrets that may change while it runs.</summary>
internal sealed class CallbackEndpoint(string name, CallbackEndpointOptions options, EndpointSecrets secrets)
{
    public const string DefaultName = "default";

    private volatile EndpointSecrets secrets = secrets;

    public string Name { get; } = name;

    public string Path { get; } = options.Path;

    public int MaxBodyBytes { get; } = options.MaxBodyBytes;

    public string? PhoneNumberId { get; } = options.PhoneNumberId;

    /// <summary>Tokens and keys of now. A request reads this once, so that it sees one state of them.</summary>
    public EndpointSecrets Secrets
    {
        get => secrets;
        set => secrets = value;
    }
}
