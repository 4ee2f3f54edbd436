using System.Diagnostics;
using WebhookReceiver.Tracing;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// A span that a listener wants and does not record. It only carries that decision on to what the handlers call, so the first call starts it.
/// </summary>
internal sealed class UnrecordedAttempt(Activity span) : AttemptTrace
{
    private bool isStarted;

    public override void Enter()
    {
        if (isStarted)
        {
            Activity.Current = span;
            return;
        }

        isStarted = true;

        try
        {
            // It begins a new trace, and becomes the current span.
            Activity.Current = null;
            span.Start();
        }
        catch (Exception)
        {
            // A listener failed: the handler is called all the same.
        }
    }

    public override void End(AttemptEndKind outcome, Exception? failure)
    {
        if (isStarted)
        {
            span.End();
            Leave();
        }
    }
}
