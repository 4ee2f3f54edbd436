using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>Which deliveries a store is asked for, newest first.</summary>
internal sealed record DeliverySearch
{
    /// <summary>Only deliveries that may have one of these terms (<see cref="SearchTerms"/>); null for all.</summary>
    public ulong? Term { get; init; }

    /// <summary>Only this delivery and older ones; null to begin with the newest.</summary>
    public DeliveryPosition? UpTo { get; init; }

    /// <summary>Only those received at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those received before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those with an event that is not settled.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary>
    /// Asked after each part of the store in which nothing was found, so that a search that finds little can be cut short: with how far the search has got, a place up to which
    /// another one continues, and when deliveries there were received. When it returns false, the search ends. Null to search to the end.
    /// </summary>
    public Func<DeliveryPosition, DateTimeOffset, bool>? GoesOn { get; init; }

    public bool IsInTime(DateTimeOffset receivedAt) => (Since is not { } since || receivedAt >= since) && (Until is not { } until || receivedAt < until);
}

/// <summary>How far the handling of an event has progressed, as far as this process can tell.</summary>
internal enum EventStanding
{
    /// <summary>Nothing is known of it: it waits, or it was settled before the duplicate window.</summary>
    Unknown,

    /// <summary>An attempt has begun, and no handler has failed.</summary>
    Begun,

    /// <summary>A handler has failed and will be called again.</summary>
    Retrying,

    /// <summary>No handler still wants it.</summary>
    Settled,
}

/// <summary>One record of what happened to an event.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Kind">What happened.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventRecord(DateTimeOffset At, EventRecordKind Kind)
{
    /// <summary>The handler it is about; null for a record about the attempt or the event.</summary>
    public string? Handler { get; init; }

    /// <summary>Of a failed call: how many there were, and when the next is due.</summary>
    public HandlerFailure? Failure { get; init; }

    /// <summary>Of a failed call or replay, or of the last call before the dead letter: the type of its exception.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>The handlers that the event may concern, of a record that an attempt began.</summary>
    public HandlerPlan? Plan { get; init; }

    /// <summary>The id of a dead letter.</summary>
    public Guid? DeadLetter { get; init; }

    /// <summary>Why there is a dead letter.</summary>
    public string? Cause { get; init; }

    /// <summary>Why a dead letter was removed.</summary>
    public DeadLetterRemoval? Removal { get; init; }
}

/// <summary>What an <see cref="EventRecord"/> says.</summary>
internal enum EventRecordKind
{
    AttemptBegun,

    AttemptSuspended,

    AttemptEnded,

    HandlerWanted,

    HandlerNotWanted,

    HandlerSucceeded,

    HandlerFailed,

    DeadLettered,

    ReplayRequested,

    ReplayFailed,

    DeadLetterRemoved,

    Settled,
}
