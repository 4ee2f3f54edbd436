using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>One attempt to pay an order (Meta's "Payments India – payment gateway"). All lists of words are open.</summary>
public sealed record PaymentTransaction
{
    /// <summary>The order at the payment provider.</summary>
    public string? Id { get; init; }

    /// <summary>The payment at the payment provider (<c>pg_transaction_id</c>).</summary>
    public string? ProviderTransactionId { get; init; }

    /// <summary>The provider: <c>razorpay</c>, <c>payu</c>, <c>billdesk</c>, <c>zaakpay</c>, <c>upi</c>, …</summary>
    public string? Type { get; init; }

    /// <summary><c>pending</c>, <c>success</c>, <c>failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How it was paid: <c>upi</c>, <c>card</c>, <c>wallet</c>, <c>netbanking</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The provider's error code, which is not one of Meta's.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The provider's reason in words.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>The amount of this attempt, if sent here.</summary>
    public PaymentAmount? Amount { get; init; }

    /// <summary>The amount of the order, if sent here.</summary>
    public PaymentAmount? OrderAmount { get; init; }

    /// <summary>The currency, if sent here.</summary>
    public string? Currency { get; init; }

    /// <summary>The refunds of this attempt, if sent here.</summary>
    public IReadOnlyList<PaymentRefund> Refunds { get; init; } = [];

    internal static PaymentTransaction? Read(WireValue transaction) => !transaction.IsObject ? null : new()
    {
        Id = transaction["id"u8].Name,
        ProviderTransactionId = transaction["pg_transaction_id"u8].Name,
        Type = transaction["type"u8].Name,
        Status = transaction["status"u8].Name,
        CreatedAt = transaction["created_timestamp"u8].Time,
        UpdatedAt = transaction["updated_timestamp"u8].Time,
        Method = transaction["method"u8]["type"u8].Name,
        ErrorCode = transaction["error"u8]["code"u8].Name,
        ErrorReason = transaction["error"u8]["reason"u8].Text,
        Amount = PaymentAmount.Read(transaction["amount"u8]),
        OrderAmount = PaymentAmount.Read(transaction["order_amount"u8]),
        Currency = transaction["currency"u8].Name,
        Refunds = transaction["refunds"u8].Items.Read(PaymentRefund.Read),
    };
}

/// <summary>A refund (Meta's "Payments India – payment gateway").</summary>
public sealed record PaymentRefund
{
    /// <summary>The refund at the payment provider.</summary>
    public string? Id { get; init; }

    /// <summary>The amount.</summary>
    public PaymentAmount? Amount { get; init; }

    /// <summary><c>instant</c> or <c>normal</c>; the list is open.</summary>
    public string? SpeedProcessed { get; init; }

    /// <summary>Its state; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    internal static PaymentRefund? Read(WireValue refund) => !refund.IsObject ? null : new()
    {
        Id = refund["id"u8].Name,
        Amount = PaymentAmount.Read(refund["amount"u8]),
        SpeedProcessed = refund["speed_processed"u8].Name,
        Status = refund["status"u8].Name,
        CreatedAt = refund["created_timestamp"u8].Time,
        UpdatedAt = refund["updated_timestamp"u8].Time,
    };
}
