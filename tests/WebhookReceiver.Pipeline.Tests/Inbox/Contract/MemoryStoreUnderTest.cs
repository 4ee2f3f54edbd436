using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>The store <c>Memory</c>.</summary>
internal sealed class MemoryStoreUnderTest : StoreUnderTest
{
    private const int Capacity = 100;

    private MemoryOutcomes outcomes = null!;
    private MemoryDeliverySource source = null!;
    private MemoryInbox inbox = null!;
    private MemoryAuditLog audit = null!;
    private MemoryHandlerPauses pauses = null!;

    public MemoryStoreUnderTest() => Open();

    public override IInbox Inbox => inbox;

    public override IDeliverySource Source => source;

    public override IOutcomes Outcomes => outcomes;

    public override IDeadLetters DeadLetters => new LocalDeadLetters(outcomes, outcomes);

    public override IStoreOperations Operations { get; } = new MemoryOperations();

    public override IAuditLog Audit => audit;

    public override IHandlerPauses Pauses => pauses;

    public override bool OutlivesTheProcess => false;

    public override Task KillAndReopenAsync()
    {
        Open();
        return Task.CompletedTask;
    }

    public override async Task FillAsync()
    {
        for (var number = 0; number < Capacity; number++)
        {
            await AcceptAsync("{}");
        }
    }

    public override Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Open()
    {
        var channel = new DeliveryChannel(Options.Create(new DeliveryChannelOptions { Capacity = Capacity }));
        var options = Options.Create(new InboxOptions { DuplicateWindowDays = DuplicateWindowDays, DeadLetterDays = DeadLetterDays });
        outcomes = new MemoryOutcomes(options, Clock);
        source = new MemoryDeliverySource(channel);
        (audit, pauses) = (new MemoryAuditLog(), new MemoryHandlerPauses());
        inbox = new MemoryInbox(channel, outcomes, new WorkerHealth());
    }
}
