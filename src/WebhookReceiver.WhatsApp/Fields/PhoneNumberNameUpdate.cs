using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Meta has reviewed the display name of a number (Meta's <c>phone_number_name_update</c> webhook reference). The number is
/// <see cref="WhatsAppEvent.DisplayPhoneNumber"/>: Meta sends no id for it.
/// </summary>
public sealed record PhoneNumberNameUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public PhoneNumberNameUpdate()
    {
    }

    internal PhoneNumberNameUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        DisplayPhoneNumber = item["display_phone_number"u8].Name ?? DisplayPhoneNumber;
        Decision = item["decision"u8].Name;
        RequestedVerifiedName = item["requested_verified_name"u8].Text;
        RejectionReason = item["rejection_reason"u8].Name;
    }

    /// <summary><c>APPROVED</c>, <c>DEFERRED</c>, <c>PENDING</c>, <c>REJECTED</c>; the list is open.</summary>
    public string? Decision { get; init; }

    /// <summary>The name under review.</summary>
    public string? RequestedVerifiedName { get; init; }

    /// <summary>
    /// <c>NAME_EMPLOYEE_ISSUE</c>, <c>NAME_ENDCLIENT_NOTRELATED</c>, <c>NAME_FORMAT_UNACCEPTABLE</c>, <c>NAME_INDIVIDUAL_ISSUE</c>,
    /// <c>NAME_NOT_CONSISTENT</c>, <c>UNKNOWN</c>; the list is open. Null unless the name was rejected.
    /// </summary>
    public string? RejectionReason { get; init; }
}
