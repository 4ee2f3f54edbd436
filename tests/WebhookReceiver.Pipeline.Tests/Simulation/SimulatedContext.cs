namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Puts whatever goes on after an await onto the agenda.</summary>
internal sealed class SimulatedContext(Agenda agenda, Life life) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => agenda.Add(life, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits here for another thread.");

    public override SynchronizationContext CreateCopy() => this;
}
