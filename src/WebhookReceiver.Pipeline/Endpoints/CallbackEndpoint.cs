using WebhookReceiver.Senders;
using WebhookReceiver.Verification;

namespace WebhookReceiver.Endpoints;

/// <summary>A callback URL that is being served: the settings fixed at startup, and the secrets that may change at run time.</summary>
internal sealed class CallbackEndpoint(string name, CallbackEndpointOptions options, EndpointSecrets secrets, AllowedAddresses? addresses)
{
    public const string DefaultName = "default";

    private volatile EndpointSecrets secrets = secrets;

    public string Name { get; } = name;

    public string Path { get; } = options.Path;

    public int MaxBodyBytes { get; } = options.MaxBodyBytes;

    public string? PhoneNumberId { get; } = options.PhoneNumberId;

    /// <summary>The addresses from which it may be called; null when it may be called from any.</summary>
    public AllowedAddresses? Addresses { get; } = addresses;

    /// <summary>What it has accepted.</summary>
    public AcceptedDeliveries Accepted { get; } = new();

    /// <summary>Whether calls from other addresses are refused, and not only reported.</summary>
    public bool IsEnforcingAddresses { get; } = options.AllowedAddressesMode is AddressMode.Enforce;

    /// <summary>The current tokens and keys. A request reads this once, so that it works with one consistent set.</summary>
    public EndpointSecrets Secrets
    {
        get => secrets;
        set => secrets = value;
    }
}
