using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// How a payment in India stands (Meta's "Payments India – payment gateway"). <see cref="MessageStatus.State"/> has the state of the order: <c>pending</c>,
/// <c>captured</c>, <c>failed</c>. An order may be paid in several tries, so compare <see cref="ReferenceId"/> and <see cref="Transaction"/>, not the id
/// of the message; and ask the payment provider before goods leave the house.
/// </summary>
public sealed record PaymentStatus
{
    /// <summary>The order, by the reference that the business gave it.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>How much is to be paid.</summary>
    public PaymentAmount? Amount { get; init; }

    /// <summary>The currency: <c>INR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>The try that this status tells of.</summary>
    public PaymentTransaction? Transaction { get; init; }

    /// <summary>What was paid back.</summary>
    public IReadOnlyList<PaymentRefund> Refunds { get; init; } = [];

    /// <summary>The receipt that the business gave to Razorpay.</summary>
    public string? Receipt { get; init; }

    /// <summary>The notes that the business gave to Razorpay, by their names.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = EchoData.None;

    /// <summary>
    /// What the business gave to the other payment providers, by Meta's names: <c>udf1</c> to <c>udf4</c> (PayU), <c>additional_info1</c> to
    /// <c>additional_info7</c> (BillDesk), <c>extra1</c> and <c>extra2</c> (Zaakpay).
    /// </summary>
    public IReadOnlyDictionary<string, string> Echo { get; init; } = EchoData.None;

    internal static PaymentStatus? Read(WireValue payment) => !payment.IsObject ? null : new()
    {
        ReferenceId = payment["reference_id"u8].Name,
        Amount = PaymentAmount.Read(payment["amount"u8]),
        Currency = payment["currency"u8].Name,
        Transaction = PaymentTransaction.Read(payment["transaction"u8]),
        Refunds = payment["refunds"u8].Items.Read(PaymentRefund.Read),
        Receipt = payment["receipt"u8].Text,
        Notes = EchoData.Read(payment["notes"u8], static _ => true),
        Echo = EchoData.Read(payment, EchoData.IsOfProvider),
    };
}

/// <summary>An amount of money, in a unit of which <see cref="Offset"/> make one of the currency.</summary>
public sealed record PaymentAmount
{
    /// <summary>The amount times <see cref="Offset"/>.</summary>
    public long? Value { get; init; }

    /// <summary>By what to divide: 100.</summary>
    public long? Offset { get; init; }

    /// <summary>The amount in units of the currency; null when one of the two is missing.</summary>
    public decimal? Amount => Value is { } value && Offset is { } offset and not 0 ? (decimal)value / offset : null;

    internal static PaymentAmount? Read(WireValue amount) => !amount.IsObject ? null : new()
    {
        Value = amount["value"u8].Integer,
        Offset = amount["offset"u8].Integer,
    };
}
