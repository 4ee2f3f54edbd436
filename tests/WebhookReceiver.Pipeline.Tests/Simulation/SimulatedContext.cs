namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Puts continuations onto the agenda.</summary>
internal sealed class SimulatedContext(Agenda agenda, Life life) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => agenda.Add(life, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("No item may wait for another thread.");

    public override SynchronizationContext CreateCopy() => this;
}
