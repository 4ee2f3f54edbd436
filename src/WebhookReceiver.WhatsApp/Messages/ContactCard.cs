using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>One card of a <see cref="ContactsMessage"/>. Any part may be missing, and all of it is untrusted text.</summary>
public sealed record ContactCard
{
    /// <summary>The name.</summary>
    public ContactName? Name { get; init; }

    /// <summary>Phone numbers, as stored on the device.</summary>
    public IReadOnlyList<ContactPhone> Phones { get; init; } = [];

    /// <summary>E-mail addresses.</summary>
    public IReadOnlyList<ContactEmail> Emails { get; init; } = [];

    /// <summary>Postal addresses.</summary>
    public IReadOnlyList<ContactAddress> Addresses { get; init; } = [];

    /// <summary>Web addresses.</summary>
    public IReadOnlyList<ContactUrl> Urls { get; init; } = [];

    /// <summary>Accounts with other messengers; usually none.</summary>
    public IReadOnlyList<ContactMessenger> Messengers { get; init; } = [];

    /// <summary>The organisation.</summary>
    public ContactOrganization? Organization { get; init; }

    /// <summary>The birthday, usually <c>YYYY-MM-DD</c>.</summary>
    public string? Birthday { get; init; }

    /// <summary>The whole card in vCard format, possibly including a photo.</summary>
    public string? VCard { get; init; }

    /// <summary><c>contact_request</c> when the person answered a request for it, otherwise <c>other</c>.</summary>
    public string? Origin { get; init; }

    internal static ContactCard? Read(WireValue card) => !card.IsObject ? null : new()
    {
        Name = ContactName.Read(card["name"u8]),
        Phones = card["phones"u8].Items.Read(ContactPhone.Read),
        Emails = card["emails"u8].Items.Read(ContactEmail.Read),
        Addresses = card["addresses"u8].Items.Read(ContactAddress.Read),
        Urls = card["urls"u8].Items.Read(ContactUrl.Read),
        Messengers = card["ims"u8].Items.Read(ContactMessenger.Read),
        Organization = ContactOrganization.Read(card["org"u8]),
        Birthday = card["birthday"u8].Name,
        VCard = card["vcard"u8].Name,
        Origin = card["origin"u8].Name,
    };
}
