using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A change of the person, reported by WhatsApp (Meta's "System messages webhook reference"): a new phone number, a new business-scoped id, a new identity key.
/// <see cref="WhatsAppEvent.User"/> has the previous ids of the person; the members named New… are what to store from now on.
/// </summary>
public sealed record SystemMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public SystemMessage()
    {
    }

    internal SystemMessage(in MessageSource source)
        : base(source)
    {
        var system = source.Event.Item["system"u8];
        var phone = system["new_wa_id"u8].Name;
        var ids = new UserIds(system["wa_id"u8].Name, system["user_id"u8].Name, system["parent_user_id"u8].Name);

        SystemType = system["type"u8].Name;
        Body = system["body"u8].Text;
        NewPhoneNumber = phone ?? ids.Phone;
        NewUserId = ids.UserId;
        NewParentUserId = ids.ParentUserId;
        PreviousUserId = system["previous_user_id"u8].Name;
        PreviousParentUserId = system["previous_parent_user_id"u8].Name;
        PreviousPhoneNumber = system["customer"u8].Name;
        IdentityHash = system["identity"u8].Name;
    }

    /// <inheritdoc/>
    public override string MessageType => "system";

    /// <summary>
    /// What changed: <c>user_changed_number</c>, <c>user_changed_user_id</c>, <c>user_identity_changed</c>, or the older
    /// <c>customer_changed_number</c> and <c>customer_identity_changed</c>. The list is open, and On-Premises sometimes omits it.
    /// </summary>
    public string? SystemType { get; init; }

    /// <summary>The same in prose; the wording is not stable, so do not parse it.</summary>
    public string? Body { get; init; }

    /// <summary>The new phone number, under its current and its older name (<c>wa_id</c>, <c>new_wa_id</c>).</summary>
    public string? NewPhoneNumber { get; init; }

    /// <summary>The new business-scoped id, which changes together with the number.</summary>
    public string? NewUserId { get; init; }

    /// <summary>The new id across the portfolios of a parent business.</summary>
    public string? NewParentUserId { get; init; }

    /// <summary>The previous business-scoped id, if sent.</summary>
    public string? PreviousUserId { get; init; }

    /// <summary>The previous id across the portfolios of a parent business, if sent.</summary>
    public string? PreviousParentUserId { get; init; }

    /// <summary>The previous phone number, in notifications of older versions (<c>customer</c>).</summary>
    public string? PreviousPhoneNumber { get; init; }

    /// <summary>The hash of the new identity key, in notifications of older versions; current ones have <see cref="InboundMessage.Identity"/>.</summary>
    public string? IdentityHash { get; init; }

    /// <summary>Whether the person has a new phone number, by either generation's word for it.</summary>
    public bool IsNumberChange => Is("user_changed_number") || Is("customer_changed_number");

    /// <summary>Whether only the person's business-scoped id is new.</summary>
    public bool IsUserIdChange => Is("user_changed_user_id");

    /// <summary>Whether the person has a new identity key, for example with a new device, by either generation's word for it.</summary>
    public bool IsIdentityChange => Is("user_identity_changed") || Is("customer_identity_changed");

    private bool Is(string word) => string.Equals(SystemType, word, StringComparison.OrdinalIgnoreCase);
}
