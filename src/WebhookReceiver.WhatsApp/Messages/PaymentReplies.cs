using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person tapped "send payment" for a stored card, in Brazil (Meta's "One-click payments", <c>payment_method</c>). This asks the business to charge
/// the card; no money has moved yet.
/// </summary>
public sealed record PaymentMethodReply : InteractiveMessage
{
    /// <summary>Creates a message for a test.</summary>
    public PaymentMethodReply()
    {
    }

    internal PaymentMethodReply(in MessageSource source)
        : base(source)
    {
        var reply = source.Event.Item["interactive"u8]["payment_method"u8];

        PaymentMethod = reply["payment_method"u8].Name;
        PaymentRequestedAt = reply["payment_timestamp"u8].Time;
        ReferenceId = reply["reference_id"u8].Name;
        LastFourDigits = reply["last_four_digits"u8].Name;
        CredentialId = reply["credential_id"u8].Name;
    }

    /// <summary><c>offsite_card_pay</c>; the list is open.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>When the person tapped.</summary>
    public DateTimeOffset? PaymentRequestedAt { get; init; }

    /// <summary>The order, by the business's reference.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>The last digits of the card, including leading zeros.</summary>
    public string? LastFourDigits { get; init; }

    /// <summary>The stored card, by the business's id. The card can be charged with it: keep it out of logs.</summary>
    public string? CredentialId { get; init; }
}

/// <summary>
/// A payment was made (<c>Specification/messages.md</c>, section 8.10, <c>payment_notification</c>). Seen with one provider and not documented by Meta: confirm with the
/// payment provider before shipping goods.
/// </summary>
public sealed record PaymentNotification : InteractiveMessage
{
    /// <summary>Creates a message for a test.</summary>
    public PaymentNotification()
    {
    }

    internal PaymentNotification(in MessageSource source)
        : base(source)
    {
        var reply = source.Event.Item["interactive"u8]["payment_notification"u8];

        ReferenceId = reply["reference_id"u8].Name;
        TransactionId = reply["transaction_id"u8].Name;
        Status = reply["payment_status"u8].Name;
        PayerName = reply["payer_name"u8].Text;
    }

    /// <summary>The order, by the business's reference.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>The transaction at the payment provider.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The state of the payment; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>The payer.</summary>
    public string? PayerName { get; init; }
}
