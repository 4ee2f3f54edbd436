namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A person on WhatsApp. Since 2026 any of these identifiers may be missing: a person with a username can hide the phone number, and older
/// notifications have no business-scoped id (Meta's "Business-scoped user IDs"). Every value is personal data.
/// </summary>
public sealed record WhatsAppUser
{
    /// <summary>The phone number as WhatsApp writes it: country code and digits, no plus sign.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The business-scoped user id (<c>user_id</c>): opaque, case-sensitive, and changed when the person moves to a new number.</summary>
    public string? UserId { get; init; }

    /// <summary>The id across the portfolios of a parent business (<c>parent_user_id</c>), for businesses enrolled in it.</summary>
    public string? ParentUserId { get; init; }

    /// <summary>The username, if the person has one and Meta sends it.</summary>
    public string? Username { get; init; }

    /// <summary>The profile name as typed by the person: may be empty, and may contain control characters.</summary>
    public string? Name { get; init; }

    /// <summary>The WhatsApp id of the contact (<c>wa_id</c>). In some countries it differs from <see cref="PhoneNumber"/> by a digit.</summary>
    public string? WaId { get; init; }

    /// <summary>The hash of the person's identity key, if the identity-change check is enabled for the number.</summary>
    public string? IdentityKeyHash { get; init; }

    /// <summary>Reveals nothing of the person, so that a user in a log line identifies nobody.</summary>
    public override string ToString() => nameof(WhatsAppUser);
}
