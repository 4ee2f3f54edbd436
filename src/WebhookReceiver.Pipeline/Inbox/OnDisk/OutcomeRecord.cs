using System.Text.Json;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One record of an outcome frame, decoded. Its spans point into the frame.</summary>
internal ref struct OutcomeRecord
{
    public OutcomeKind Kind { get; set; }

    /// <summary>The event, of a record about one.</summary>
    public EventId Event { get; set; }

    /// <summary>The handler, of a record about one.</summary>
    public string? Handler { get; set; }

    public HandlerFailure Failure { get; set; }

    /// <summary>The type of a failed call's exception.</summary>
    public string? ExceptionType { get; set; }

    /// <summary>The plan of an attempt that was begun.</summary>
    public HandlerPlan? Plan { get; set; }

    /// <summary>The number of a delivery.</summary>
    public long Delivery { get; set; }

    /// <summary>The id of a dead letter that was removed.</summary>
    public Guid DeadLetter { get; set; }

    /// <summary>Why it was removed.</summary>
    public DeadLetterRemoval Removal { get; set; }

    public ReadOnlySpan<byte> DeadLetterJson { get; set; }

    /// <summary>Where the JSON of a dead letter begins in the frame.</summary>
    public int DeadLetterStart { get; set; }

    public int DeadLetterBodyLength { get; set; }

    public ClockRecord? Clock { get; set; }

    /// <summary>The dead letter of a record that has one.</summary>
    /// <exception cref="JsonException">It is not understood.</exception>
    public readonly DeadLetter ReadDeadLetter() => JsonSerializer.Deserialize(DeadLetterJson, OnDisk.DeadLetterJson.Default.DeadLetter)!;
}
