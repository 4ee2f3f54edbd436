using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>The conversation window that a status belongs to (Meta's "Status messages webhook reference").</summary>
public sealed record StatusConversation
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>When it ends; only with <c>sent</c>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its category (<c>service</c>, <c>marketing</c>, …). The list is open.</summary>
    public string? OriginType { get; init; }

    internal static StatusConversation? Read(WireValue conversation) => !conversation.IsObject ? null : new()
    {
        Id = conversation["id"u8].Name,
        ExpiresAt = conversation["expiration_timestamp"u8].Time,
        OriginType = conversation["origin"u8]["type"u8].Name,
    };
}
