namespace WebhookReceiver.Scheduling;

/// <summary>Wakes a loop that has its own thread. Set from any thread; stays set until it is reset.</summary>
internal sealed class LoopWake : IDisposable
{
    private readonly ManualResetEventSlim isSet = new(initialState: false, spinCount: 0);

    public bool IsSet => isSet.IsSet;

    /// <summary>Called after each set, for a scheduler that has no thread to wake. Null in the service.</summary>
    public Action? Woken { get; set; }

    public void Set()
    {
        isSet.Set();
        Woken?.Invoke();
    }

    public void Reset() => isSet.Reset();

    public void Wait(TimeSpan time) => isSet.Wait(time);

    public void Dispose() => isSet.Dispose();
}
