using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Gives the agenda what the thread pool and the threads of the service would run.</summary>
internal sealed class SimulatedScheduler(Agenda agenda, Life life) : WorkScheduler
{
    public override void Queue(IThreadPoolWorkItem item) => agenda.Add(life, item.Execute);

    public override Task Run(Func<Task> loop)
    {
        var ended = new TaskCompletionSource();
        agenda.Add(life, () => _ = RunAsync(loop, ended));
        return ended.Task;
    }

    public override Task RunOnThread(string name, IEnumerable<LoopWait> loop)
    {
        var running = new SimulatedLoop(agenda, life, loop.GetEnumerator());
        agenda.Add(life, running.Pass);
        return running.Ended;
    }

    private static async Task RunAsync(Func<Task> loop, TaskCompletionSource ended)
    {
        try
        {
            await loop();
            ended.SetResult();
        }
        catch (Exception exception)
        {
            ended.SetException(exception);
        }
    }
}
