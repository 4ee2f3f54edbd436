namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What is alive while something goes on, over what was alive before it.</summary>
internal sealed class LiveMemory
{
    private readonly long before = GC.GetTotalMemory(forceFullCollection: true);

    public long Peak { get; private set; }

    public void Look() => Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - before);
}
