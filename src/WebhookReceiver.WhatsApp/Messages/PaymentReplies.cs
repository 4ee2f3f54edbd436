using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person tapped "send payment" for a stored card, in Brazil (Meta's "One-click payments", <c>payment_method</c>). It asks the business to charge
/// the card; no money has moved yet.
/// </summary>
public sealed record PaymentMethodReply : InteractiveMessage
{
    /// <summary>A message to set up in a test.</summary>
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

    /// <summary>The order, by the reference that the business gave it.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>The last digits of the card, zeros in front included.</summary>
    public string? LastFourDigits { get; init; }

    /// <summary>The stored card, by the id that the business gave it. With it the card can be charged: keep it out of logs.</summary>
    public string? CredentialId { get; init; }
}

/// <summary>
/// A payment was made (<c>Specification/messages.md</c>, section 8.10, <c>payment_notification</c>). Seen at one provider and not documented by Meta: ask the
/// payment provider before goods leave the house.
/// </summary>
public sealed record PaymentNotification : InteractiveMessage
{
    /// <summary>A message to set up in a test.</summary>
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

    /// <summary>The order, by the reference that the business gave it.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>The transaction at the payment provider.</summary>
    public string? TransactionId { get; init; }

    /// <summary>How the payment stands; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>Who paid.</summary>
    public string? PayerName { get; init; }
}
