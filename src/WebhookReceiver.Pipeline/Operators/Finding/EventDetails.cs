using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A stored event and everything that happened to it, without what people wrote.</summary>
public sealed record EventDetails : EventSummary
{
    /// <summary>Creates empty details.</summary>
    [JsonConstructor]
    public EventDetails()
    {
    }

    [SetsRequiredMembers]
    internal EventDetails(EventSummary summary)
        : base(summary)
    {
    }

    /// <summary>The deliveries that contained it, oldest first. All but the first are repetitions, which were recognised.</summary>
    [JsonPropertyName("deliveries")]
    public IReadOnlyList<EventDelivery> Deliveries { get; init; } = [];

    /// <summary>The attempts at it, oldest first.</summary>
    [JsonPropertyName("attempts")]
    public IReadOnlyList<EventAttempt> Attempts { get; init; } = [];

    /// <summary>The handlers it concerns, in the order of their calls.</summary>
    [JsonPropertyName("handlers")]
    public IReadOnlyList<EventHandlerProgress> Handlers { get; init; } = [];

    /// <summary>Its dead letters that still exist.</summary>
    [JsonPropertyName("dead_letters")]
    public IReadOnlyList<DeadLetterSummary> DeadLetters { get; init; } = [];

    /// <summary>What happened to its dead letters, also to those that no longer exist, oldest first.</summary>
    [JsonPropertyName("dead_letter_steps")]
    public IReadOnlyList<EventDeadLetterStep> DeadLetterSteps { get; init; } = [];

    /// <summary>When no handler wanted it any longer; null while one does.</summary>
    [JsonPropertyName("settled_at")]
    public DateTimeOffset? SettledAt { get; init; }
}

/// <summary>A delivery that contained an event.</summary>
public sealed record EventDelivery
{
    /// <summary>The id of the delivery.</summary>
    [JsonPropertyName("delivery_id")]
    public required Guid DeliveryId { get; init; }

    /// <summary>The store's number for it.</summary>
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>When it was received.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whether the event had been received before.</summary>
    [JsonPropertyName("is_duplicate")]
    public required bool IsDuplicate { get; init; }
}

/// <summary>One attempt at an event: the handlers that still wanted it were called.</summary>
public sealed record EventAttempt
{
    /// <summary>Its number, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its end was recorded; null while it is in progress, and when the process died in it.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it had to wait for a handler that was busy.</summary>
    [JsonPropertyName("suspended")]
    public bool WasSuspended { get; init; }

    /// <summary>Whether the process died in it.</summary>
    [JsonPropertyName("died")]
    public bool Died { get; init; }

    /// <summary>What the handlers made of it.</summary>
    [JsonPropertyName("handlers")]
    public IReadOnlyList<EventHandlerResult> Handlers { get; init; } = [];
}

/// <summary>What a handler made of an event in one attempt.</summary>
public sealed record EventHandlerResult
{
    /// <summary>The name of the handler.</summary>
    [JsonPropertyName("handler")]
    public required string? Handler { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>not wanted</c> or <c>gave up</c>.</summary>
    [JsonPropertyName("result")]
    public required string Result { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The type of the exception of a call that failed.</summary>
    [JsonPropertyName("exception_type")]
    public string? ExceptionType { get; init; }
}

/// <summary>Something that happened to a dead letter of an event.</summary>
public sealed record EventDeadLetterStep
{
    /// <summary>The dead letter.</summary>
    [JsonPropertyName("dead_letter_id")]
    public required Guid DeadLetterId { get; init; }

    /// <summary>The handler that left it; null when the event never reached one.</summary>
    [JsonPropertyName("handler")]
    public required string? Handler { get; init; }

    /// <summary><c>replay requested</c>, <c>replay failed</c>, or why it no longer exists: <c>handled</c> by a replay, <c>discarded</c>, <c>expired</c> or <c>erased</c>.</summary>
    [JsonPropertyName("step")]
    public required string Step { get; init; }

    /// <summary>When.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The type of the exception of a replay that failed.</summary>
    [JsonPropertyName("exception_type")]
    public string? ExceptionType { get; init; }
}

/// <summary>How far a handler has progressed with an event.</summary>
public sealed record EventHandlerProgress
{
    /// <summary>The name of the handler.</summary>
    [JsonPropertyName("handler")]
    public required string Handler { get; init; }

    /// <summary>
    /// What has become of the event at this handler: <c>open</c>, <c>retrying</c>, <c>succeeded</c>, <c>not wanted</c> or <c>dead</c>. For a handler with a condition, <c>finished</c> stands for
    /// both success and a refusal, because the store does not tell them apart. If the handler left a dead letter that is gone, the state is how that ended: <c>handled</c> by a replay,
    /// <c>discarded</c>, <c>expired</c> or <c>erased</c>.
    /// </summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>How many of its calls are known to have failed.</summary>
    [JsonPropertyName("failures")]
    public int Failures { get; init; }

    /// <summary>When its last failed call ended.</summary>
    [JsonPropertyName("last_failure_at")]
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>When it is called again.</summary>
    [JsonPropertyName("next_attempt_at")]
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The type of its last exception.</summary>
    [JsonPropertyName("exception_type")]
    public string? ExceptionType { get; init; }

    /// <summary>The dead letter it left.</summary>
    [JsonPropertyName("dead_letter_id")]
    public Guid? DeadLetterId { get; init; }
}

/// <summary>What Meta sent of an event.</summary>
public sealed record EventContent
{
    /// <summary>Meta's JSON of the event.</summary>
    [JsonPropertyName("event")]
    public required EventJson? Event { get; init; }
}
