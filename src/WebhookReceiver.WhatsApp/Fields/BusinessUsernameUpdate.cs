using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The username of a business number was approved, reserved or deleted (Meta's "Business-scoped user IDs"). The number is
/// <see cref="WhatsAppEvent.DisplayPhoneNumber"/>: Meta sends no id for it.
/// </summary>
public sealed record BusinessUsernameUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public BusinessUsernameUpdate()
    {
    }

    internal BusinessUsernameUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        // It is uncertain whether there is metadata (Specification/fields.md, section 8).
        var metadata = item["metadata"u8];
        PhoneNumberId = metadata["phone_number_id"u8].Name ?? PhoneNumberId;
        DisplayPhoneNumber = metadata["display_phone_number"u8].Name ?? DisplayPhoneNumber;
        DisplayPhoneNumber = item["display_phone_number"u8].Name ?? DisplayPhoneNumber;
        Username = item["username"u8].Name ?? item["requested_username"u8].Name;
        Status = item["status"u8].Name;
        Decision = item["decision"u8].Name;
        RejectionReasons = item["rejection_reasons"u8].Items.Read(static reason => reason.Name);
    }

    /// <summary>The username; missing when it was deleted.</summary>
    public string? Username { get; init; }

    /// <summary><c>approved</c>, <c>reserved</c>, <c>deleted</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// Used instead of <see cref="Status"/> under the older name <c>phone_number_username_update</c>: <c>APPROVED</c>, <c>REJECTED</c>; the list is open.
    /// </summary>
    public string? Decision { get; init; }

    /// <summary>
    /// With the decision <c>REJECTED</c>: <c>REQUIRE_FB_ACCOUNT_LINKING</c>, <c>REQUIRE_IG_ACCOUNT_LINKING</c>, <c>NOT_AVAILABLE</c>,
    /// <c>ACCOUNT_INELIGIBLE</c>, <c>UNKNOWN</c>; the list is open.
    /// </summary>
    public IReadOnlyList<string> RejectionReasons { get; init; } = [];
}
