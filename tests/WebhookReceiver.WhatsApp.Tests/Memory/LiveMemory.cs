namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>How much more memory is alive during an operation than before it.</summary>
internal sealed class LiveMemory
{
    private readonly long before = GC.GetTotalMemory(forceFullCollection: true);

    public long Peak { get; private set; }

    public void Look() => Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - before);
}
