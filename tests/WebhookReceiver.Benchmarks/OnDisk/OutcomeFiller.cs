using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Says of each delivery of a journal that it and its one event are settled, by the class that says so in life: files of keys come out as well.
/// </summary>
internal sealed class OutcomeFiller(InboxFolder folder, TimeProvider clock)
{
    /// <summary>About as many outcomes are written with one call when the receiver is busy.</summary>
    private const int Together = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task SettleAsync(long deliveries, CancellationToken cancellationToken, Func<long, EventId>? eventOf = null)
    {
        var disk = new PosixDisk();
        disk.CreateDirectory(folder.Outcomes);
        disk.CreateDirectory(folder.Keys);
        disk.SyncDirectory(folder.Path);

        var plan = new HandlerPlan([new PlannedHandler("WebhookReceiver.Handlers.ConversationLogger", IsConditional: false)], []);
        var options = Options.Create(new InboxOptions { Directory = folder.Path });
        var time = new InboxClock(clock, BootIdentity.Read(), NullLogger<InboxClock>.Instance);
        using var keys = new HandledKeys(disk, folder, options, time, NullLogger<HandledKeys>.Instance);
        using var outcomes = new OutcomeJournal(disk, folder, keys, new DeliverySegments(), options, time, new WorkScheduler(), clock, NullLogger<OutcomeJournal>.Instance);
        var progress = new RecoveryProgress(0, clock, NullLogger.Instance);
        outcomes.Start(new OutcomeRecovery(disk, folder, keys, time, progress, NullLogger.Instance).Read([], static _ => { }));

        var starts = new EventStart[Together];

        for (var sequence = 1L; sequence <= deliveries;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(Together, deliveries - sequence + 1);

            for (var index = 0; index < count; index++)
            {
                // A key is a hash, so random bytes cost what a real one costs.
                var id = eventOf?.Invoke(sequence + index) ?? new EventId(MemoryMarshal.Read<UInt128>(RandomNumberGenerator.GetBytes(16)));
                starts[index] = EventStart.Again(id, plan);
            }

            await outcomes.BeginAsync(starts.AsMemory(0, count), cancellationToken);
            var settled = OutcomeBatch.Rent();

            foreach (var start in starts.AsSpan(0, count))
            {
                settled.EventSettled(start.Id);
                settled.DeliverySettled(new DeliveryPosition(sequence++, 0));
            }

            await outcomes.RecordAsync(settled, cancellationToken);
            OutcomeBatch.Return(settled);
        }

        if (!outcomes.Stop(Patience) || !outcomes.IsHealthy)
        {
            throw new BenchmarkFailedException("The outcomes could not be written.");
        }
    }
}
