using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>The state of a person's identity check (<c>Specification/messages.md</c>, section 7).</summary>
public sealed record UserIdentity
{
    /// <summary>Whether the business has acknowledged the latest hash.</summary>
    public bool? IsAcknowledged { get; init; }

    /// <summary>When the hash was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The hash.</summary>
    public string? Hash { get; init; }

    internal static UserIdentity? Read(WireValue identity) => !identity.IsObject ? null : new()
    {
        IsAcknowledged = identity["acknowledged"u8].Boolean,
        CreatedAt = identity["created_timestamp"u8].Time,
        Hash = identity["hash"u8].Name,
    };
}
