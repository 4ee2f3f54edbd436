using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>Cards from the person's address book (Meta's "Contacts messages webhook reference").</summary>
public sealed record ContactsMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public ContactsMessage()
    {
    }

    internal ContactsMessage(in MessageSource source)
        : base(source)
    {
        Contacts = source.Event.Item["contacts"u8].Items.Read(ContactCard.Read);
        Origin = source.Event.Item["origin"u8].Name;
    }

    /// <inheritdoc/>
    public override string MessageType => "contacts";

    /// <summary>The cards; may be empty.</summary>
    public IReadOnlyList<ContactCard> Contacts { get; init; } = [];

    /// <summary>The origin of the cards, when Meta gives it for the message and not for the card: see <see cref="ContactCard.Origin"/>.</summary>
    public string? Origin { get; init; }
}
