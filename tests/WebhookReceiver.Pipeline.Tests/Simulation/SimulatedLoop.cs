using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>A loop that has a thread of its own in the service: each pass is an item of the agenda.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The agenda forgets the timer with its life.")]
internal sealed class SimulatedLoop
{
    private readonly TaskCompletionSource ended = new();
    private readonly Agenda agenda;
    private readonly Life life;
    private readonly IEnumerator<LoopWait> loop;
    private readonly VirtualTimer timer;
    private bool isWaiting;
    private LoopWake? wake;

    public SimulatedLoop(Agenda agenda, Life life, IEnumerator<LoopWait> loop)
    {
        (this.agenda, this.life, this.loop) = (agenda, life, loop);
        timer = new VirtualTimer(agenda, life, GoOn, isHousekeeping: false, "a loop of its own thread");
    }

    public Task Ended => ended.Task;

    public void Pass()
    {
        if (!loop.MoveNext())
        {
            ended.SetResult();
            return;
        }

        isWaiting = true;
        wake = loop.Current.Wake;
        wake.Woken = GoOn;

        if (wake.IsSet)
        {
            GoOn();
        }
        else if (loop.Current.Time != Timeout.InfiniteTimeSpan)
        {
            timer.Change(loop.Current.Time, Timeout.InfiniteTimeSpan);
        }
    }

    private void GoOn()
    {
        if (isWaiting)
        {
            isWaiting = false;
            wake!.Woken = null;
            timer.Dispose();
            agenda.Add(life, Pass);
        }
    }
}
