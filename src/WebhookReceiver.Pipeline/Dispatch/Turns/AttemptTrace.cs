using System.Diagnostics;
using WebhookReceiver.Tracing;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// What an attempt leaves in traces: it is recorded, or not recorded by the choice of a listener, or not traced because its notification is not. It exists only while somebody listens.
/// </summary>
/// <remarks>
/// A span is current only where <see cref="Enter"/> makes it so: while the user's code is called, and while lines about it are logged. Otherwise it would be inherited by what the run only wakes, such as the
/// threads that write outcomes.
/// </remarks>
internal abstract class AttemptTrace
{
    /// <param name="turn">The attempt.</param>
    /// <param name="followsNotification">Whether it is traced only where its notification is. A replay has none.</param>
    /// <returns>Null when nobody listens, or a listener wants to know nothing of this attempt.</returns>
    public static AttemptTrace? Begin(EventTurn turn, bool followsNotification)
    {
        if (!ReceiverTraces.Source.HasListeners())
        {
            return null;
        }

        var post = turn.Delivery!.Trace;

        if (followsNotification && post is null && turn.Letter is null)
        {
            return UntracedAttempt.Instance;
        }

        ActivityLink[]? links = post is null ? null : [new ActivityLink(post.Context)];
        var before = Activity.Current;

        try
        {
            // Without a current span it begins a new trace.
            Activity.Current = null;

            return ReceiverTraces.Source.CreateActivity(turn.Letter is null ? NotificationTracing.Attempt : ReceiverTraces.Replay, ActivityKind.Consumer, parentContext: default, tags: null, links) switch
            {
                null => null,
                { IsAllDataRequested: true } span => RecordedAttempt.Start(span, turn),
                var span => new UnrecordedAttempt(span),
            };
        }
        catch (Exception)
        {
            // Listeners are the user's code. One that fails must not keep an event from being handled, here and below.
            return null;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    /// <summary>Leaves no current span on this thread, not even one that the user's code has left behind.</summary>
    /// <param name="trace">Null when nothing is traced, and nothing was changed.</param>
    public static void Leave(AttemptTrace? trace) => trace?.Leave();

    /// <summary>Makes the innermost span the current one of this thread, for the user's code.</summary>
    public abstract void Enter();

    /// <summary>The same for lines of the log, which belong to no span where none is recorded.</summary>
    public virtual void EnterToLog()
    {
    }

    /// <summary>A handler is about to be called.</summary>
    public virtual void BeginCall(string handler)
    {
    }

    /// <summary>The call has ended, or was left behind: what it still does is recorded below a span that has ended.</summary>
    public virtual void EndCall(CallEnd end, Task result)
    {
    }

    /// <param name="outcome">What follows from the attempt.</param>
    /// <param name="failure">Why it could not be carried out or recorded; null when it was.</param>
    public virtual void End(AttemptEndKind outcome, Exception? failure)
    {
    }

    protected virtual void Leave() => Activity.Current = null;
}
