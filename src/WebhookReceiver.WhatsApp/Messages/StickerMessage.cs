using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>A sticker (Meta's "Sticker messages webhook reference").</summary>
public sealed record StickerMessage : MediaMessage
{
    /// <summary>Creates a message for a test.</summary>
    public StickerMessage()
    {
    }

    internal StickerMessage(in MessageSource source)
        : base(source, source.Event.Item["sticker"u8])
    {
        IsAnimated = source.Event.Item["sticker"u8]["animated"u8].Boolean ?? false;
        Pack = StickerPack.Read(source.Event.Item["sticker"u8]["metadata"u8]);
    }

    /// <inheritdoc/>
    public override string MessageType => "sticker";

    /// <summary>Whether it is animated.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>The sticker pack; On-Premises only.</summary>
    public StickerPack? Pack { get; init; }
}

/// <summary>The pack that a sticker belongs to (<c>sticker.metadata</c>, Meta's "Webhooks for the On-Premises API").</summary>
public sealed record StickerPack
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its publisher.</summary>
    public string? Publisher { get; init; }

    /// <summary>The emojis that the sticker represents.</summary>
    public IReadOnlyList<string> Emojis { get; init; } = [];

    /// <summary>Its page in the Android app store. Untrusted text: do not fetch it.</summary>
    public string? AndroidAppStoreLink { get; init; }

    /// <summary>Its page in the iOS app store. Untrusted text: do not fetch it.</summary>
    public string? IosAppStoreLink { get; init; }

    /// <summary>Whether it is WhatsApp's own.</summary>
    public bool? IsFirstParty { get; init; }

    internal static StickerPack? Read(WireValue pack) => !pack.IsObject ? null : new()
    {
        Id = pack["sticker-pack-id"u8].Name,
        Name = pack["sticker-pack-name"u8].Text,
        Publisher = pack["sticker-pack-publisher"u8].Text,
        Emojis = pack["emojis"u8].Items.Read(static emoji => emoji.Name),
        AndroidAppStoreLink = pack["android-app-store-link"u8].Name,
        IosAppStoreLink = pack["ios-app-store-link"u8].Name,
        IsFirstParty = pack["is-first-party-sticker"u8].Boolean,
    };
}
