using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>A sticker (Meta's "Sticker messages webhook reference").</summary>
public sealed record StickerMessage : MediaMessage
{
    /// <summary>A message to set up in a test.</summary>
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

    /// <summary>Whether it moves.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>The collection from which it is; On-Premises only.</summary>
    public StickerPack? Pack { get; init; }
}

/// <summary>The collection from which a sticker is (<c>sticker.metadata</c>, Meta's "Webhooks for the On-Premises API").</summary>
public sealed record StickerPack
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Who made it.</summary>
    public string? Publisher { get; init; }

    /// <summary>The emojis for which the sticker stands.</summary>
    public IReadOnlyList<string> Emojis { get; init; } = [];

    /// <summary>Where it is to be had for Android. Text from a stranger: do not fetch it.</summary>
    public string? AndroidAppStoreLink { get; init; }

    /// <summary>Where it is to be had for iOS. Text from a stranger: do not fetch it.</summary>
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
