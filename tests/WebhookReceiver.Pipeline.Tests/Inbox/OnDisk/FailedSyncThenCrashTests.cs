using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// A sync fails, the process dies, and the power fails some time after the next start. In between, the operating system shows what it could not write as if it
/// were on the disk; a program that trusts it settles a delivery because of a dead letter that will be lost.
/// </summary>
public sealed class FailedSyncThenCrashTests : InboxTest
{
    [Fact]
    [Trait("row", "S01")]
    [Trait("row", "J19")]
    public async Task The_next_run_does_not_trust_what_only_the_cache_shows()
    {
        var shown = 0;

        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var first = await InboxLife.StartAsync(NewDisk(seed), Folder);
            var delivery = HashedBody.Delivery(random, 2000);
            Assert.True(await first.AcceptAsync(delivery));
            Assert.Single(first.TakeAll());
            first.Disk.Faults.FailAt(1, forEver: true, call => call.Operation is DiskOperation.Sync && call.Path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
            first.Outcomes.DeadLettered(DeadLetterOf(delivery), delivery.Body);
            _ = first.Outcomes.FlushAsync(CancellationToken.None).AsTask();
            Assert.True(first.Disk.Faults.Failures > 0);

            using var second = await InboxLife.StartAsync(await first.KillAsync(), Folder);

            if (second.Outcomes.Find(delivery.Id) is not null)
            {
                // The worker would see that the delivery is finished, and record it.
                shown++;
                second.Outcomes.EventSettled(EventId.Of("default", DeadLetterOf(delivery).Key));
                second.Outcomes.DeliverySettled(second.TakeAll().Single().Position);
                await second.Outcomes.FlushAsync(CancellationToken.None);
                await second.StopAsync();
            }

            using var third = await InboxLife.StartAsync(await second.CutPowerAsync(seed), Folder);
            var isOpen = third.TakeAll().Any(found => found.Id == delivery.Id);
            var body = third.Outcomes.BodyOf(delivery.Id);
            Assert.True(isOpen || (body is { } kept && kept.Span.SequenceEqual(delivery.Body.Span)), $"Lost with seed {seed}");
        }

        Assert.InRange(shown, 1, 59);
    }

    private static DeadLetter DeadLetterOf(Delivery delivery) => new()
    {
        Id = delivery.Id,
        Key = EventKey.FromBytes(delivery.Id.ToByteArray()),
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = delivery.Id,
        ReceivedAt = delivery.ReceivedAt,
        Cause = DeadLetterCause.NeverRetry,
        LastAttemptAt = delivery.ReceivedAt,
    };
}
