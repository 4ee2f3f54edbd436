using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// An inbox in which everything is old: handled, dead-lettered, in retry and never started; and what must still be known about it. Each delivery has its own
/// segment, and so has each of its outcomes.
/// </summary>
internal sealed class RetentionScene(SimulatedDisk disk, InboxFolder folder)
{
    public const string Finished = "finished";
    public const string Failing = "failing";

    private readonly Random random = new(7);
    private readonly Dictionary<Guid, (EventId Event, DateTimeOffset At)> handled = [];
    private readonly Dictionary<Guid, Delivery> deadLetters = [];
    private readonly List<Delivery> open = [];

    public ManualClock Clock { get; } = new();

    public SimulatedDisk Disk { get; private set; } = disk;

    public static EventKey KeyOf(Delivery delivery) => EventKey.FromBytes(delivery.Id.ToByteArray());

    public static EventId EventOf(Delivery delivery) => EventId.Of(delivery.Endpoint, KeyOf(delivery));

    public Task<InboxLife> StartAsync(SimulatedDisk on, int retentionDays = 3) => InboxLife.StartAsync(
        on,
        folder,
        Clock,
        new InboxOptions { SegmentBytes = 100, MinimumFreeBytes = 0, RetentionDays = retentionDays, DuplicateWindowDays = 8, DeadLetterDays = 30 });

    /// <summary>A run of the process that does this and ends a while later, so that everything it leaves is on disk. It runs no retention by itself.</summary>
    public async Task LiveAsync(TimeSpan time, Func<InboxLife, Task> what, int retentionDays = 3650)
    {
        using var life = await StartAsync(Disk, retentionDays);
        life.TakeAll();
        await what(life);
        Clock.Advance(time);
        await life.StopAsync();
        Disk = life.Disk.AfterKill();
    }

    public async Task<Delivery> AcceptAsync(InboxLife life)
    {
        var delivery = HashedBody.Delivery(random, random.Next(200, 600), Clock.GetUtcNow());
        Assert.True(await life.AcceptAsync(delivery));
        open.Add(delivery);
        return delivery;
    }

    public async Task HandleAsync(InboxLife life, Delivery delivery)
    {
        life.Outcomes.EventStarted(EventOf(delivery));
        await EndAsync(life, delivery);
    }

    public async Task DeadLetterAsync(InboxLife life, Delivery delivery)
    {
        life.Outcomes.EventStarted(EventOf(delivery));
        var deadLetter = new DeadLetter
        {
            Id = delivery.Id,
            Key = KeyOf(delivery),
            EventType = "message.text",
            Endpoint = delivery.Endpoint,
            DeliveryId = delivery.Id,
            ReceivedAt = delivery.ReceivedAt,
            Cause = DeadLetterCause.NeverRetry,
            LastAttemptAt = Clock.GetUtcNow(),
        };
        life.Outcomes.DeadLettered(deadLetter, delivery.Body);
        deadLetters.Add(deadLetter.Id, delivery);
        await EndAsync(life, delivery);
    }

    /// <summary>One of its handlers has finished, the other has failed.</summary>
    public async Task FailAsync(InboxLife life, Delivery delivery)
    {
        var now = Clock.GetUtcNow();
        life.Outcomes.EventStarted(EventOf(delivery));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Outcomes.HandlerSucceeded(EventOf(delivery), Finished);
        life.Outcomes.HandlerFailed(EventOf(delivery), Failing, new HandlerFailure(1, now, now, now.AddHours(1)));
        await life.Outcomes.FlushAsync(CancellationToken.None);
    }

    /// <summary>
    /// Checks that a run still knows everything it must: open deliveries, dead letters with their bodies, and events handled within the duplicate window.
    /// </summary>
    public void Check(InboxLife life, Delivery? inRetry = null)
    {
        Assert.False(life.HasGivenUp, string.Join('\n', life.Log.Lines.Select(static line => line.Text)));
        Assert.Equal(open.Select(static delivery => delivery.Id), life.TakeAll().Select(static delivery => delivery.Id));
        Assert.Equal(deadLetters.Keys.Order(), life.Outcomes.All.Select(static deadLetter => deadLetter.Id).Order());
        Assert.All(deadLetters, deadLetter => Assert.True(life.Outcomes.BodyOf(deadLetter.Key) is { } body && body.Span.SequenceEqual(deadLetter.Value.Body.Span)));
        Assert.All(
            handled.Values.Where(one => Clock.GetUtcNow() - one.At <= TimeSpan.FromDays(8)),
            one => Assert.True(life.Outcomes.IsSettled(one.Event), "A handled event is no longer known."));

        if (inRetry is not null)
        {
            var progress = life.Outcomes.ProgressOf(EventOf(inRetry));
            Assert.Equal(1, progress?.Starts);
            Assert.True(progress!.Of(Finished)!.Value.IsFinished);
            Assert.Equal(1, progress.Of(Failing)!.Value.Failure?.Attempts);
        }
    }

    private async Task EndAsync(InboxLife life, Delivery delivery)
    {
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Outcomes.EventSettled(EventOf(delivery));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Outcomes.DeliverySettled(delivery.Position);
        await life.Outcomes.FlushAsync(CancellationToken.None);
        handled[delivery.Id] = (EventOf(delivery), Clock.GetUtcNow());
        open.Remove(delivery);
    }
}
