using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Finds the two threads that write to the disk, as listed by the operating system.</summary>
internal static class JournalThreads
{
    public static IReadOnlyList<int> DeliveryWriter(this ReceiverProcess process) => Named(process, "inbox-deliveries");

    public static IReadOnlyList<int> OutcomeWriter(this ReceiverProcess process) => Named(process, "inbox-outcomes");

    private static IReadOnlyList<int> Named(ReceiverProcess process, string name)
    {
        var threads = process.ThreadsNamed(name);
        Assert.True(threads.Count is 1, $"{threads.Count} threads are named {name}.");
        return threads;
    }
}
