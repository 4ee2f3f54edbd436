using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The state of a payment in India (Meta's "Payments India – payment gateway"). <see cref="MessageStatus.State"/> has the state of the order: <c>pending</c>,
/// <c>captured</c>, <c>failed</c>. An order may be paid in several attempts, so compare <see cref="ReferenceId"/> and <see cref="Transaction"/>, not the id
/// of the message; and confirm with the payment provider before shipping goods.
/// </summary>
public sealed record PaymentStatus
{
    /// <summary>The order, by the business's reference.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>The amount due.</summary>
    public PaymentAmount? Amount { get; init; }

    /// <summary>The currency: <c>INR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>The payment attempt that this status reports.</summary>
    public PaymentTransaction? Transaction { get; init; }

    /// <summary>The refunds.</summary>
    public IReadOnlyList<PaymentRefund> Refunds { get; init; } = [];

    /// <summary>The receipt that the business gave Razorpay.</summary>
    public string? Receipt { get; init; }

    /// <summary>The notes that the business gave Razorpay, by their names.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = EchoData.None;

    /// <summary>
    /// What the business gave the other payment providers, by Meta's names: <c>udf1</c> to <c>udf4</c> (PayU), <c>additional_info1</c> to
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

/// <summary>An amount of money, in a unit of which <see cref="Offset"/> make one unit of the currency.</summary>
public sealed record PaymentAmount
{
    /// <summary>The amount times <see cref="Offset"/>.</summary>
    public long? Value { get; init; }

    /// <summary>The divisor: 100.</summary>
    public long? Offset { get; init; }

    /// <summary>The amount in units of the currency; null when one of the two is missing.</summary>
    public decimal? Amount => Value is { } value && Offset is { } offset and not 0 ? (decimal)value / offset : null;

    internal static PaymentAmount? Read(WireValue amount) => !amount.IsObject ? null : new()
    {
        Value = amount["value"u8].Integer,
        Offset = amount["offset"u8].Integer,
    };
}
