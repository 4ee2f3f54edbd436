using System.Text.Json;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>What is picked out of frames about one event.</summary>
public sealed class EventRecordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private static readonly DeadLetter Letter = new()
    {
        Id = DeadLetterIds.Next(Start),
        Key = EventKey.FromBytes(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }),
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = Guid.Empty,
        ReceivedAt = Start,
        Handler = "desk",
        Cause = DeadLetterCause.AttemptsExhausted,
        LastAttemptAt = Start,
    };

    private readonly EventRecords records = new(Letter.Event, Letter.Key);

    [Fact]
    public void A_dead_letter_that_retention_has_written_again_is_there_once()
    {
        Add(frame => Write(frame, Letter));
        Add(frame => Write(frame, Letter with { KeptSince = 7 }));
        Add(frame => Write(frame, Letter with { Replays = 1, IsReplaying = true }));
        Add(frame => Write(frame, Letter with { Replays = 1, IsReplaying = true }));
        Add(frame => Write(frame, Letter with { Replays = 1 }));
        Add(frame => Write(frame, Letter with { Replays = 1 }));

        Assert.Equal([EventRecordKind.DeadLettered, EventRecordKind.ReplayRequested, EventRecordKind.ReplayFailed], records.Found.Select(static one => one.Kind));
    }

    [Fact]
    public void A_removal_is_of_the_event_whose_dead_letter_it_names()
    {
        Add(frame => frame.DeadLetterRemoved(Letter.Id, DeadLetterRemoval.Discarded));
        Assert.Empty(records.Found);

        Add(frame => Write(frame, Letter));
        Add(frame => frame.DeadLetterRemoved(DeadLetterIds.Next(Start), DeadLetterRemoval.Discarded));
        Add(frame => frame.DeadLetterRemoved(Letter.Id, DeadLetterRemoval.Expired), Start.AddDays(30));

        Assert.Equal((EventRecordKind.DeadLetterRemoved, "desk", Letter.Id, DeadLetterRemoval.Expired, Start.AddDays(30)), Assert.Single(records.Found.Skip(1).Select(static one =>
            (one.Kind, one.Handler, one.DeadLetter!.Value, one.Removal!.Value, one.At))));
    }

    /// <summary>As the journal does: a frame that cannot be about the event is not decoded.</summary>
    private void Add(Action<OutcomeRecords> write, DateTimeOffset? at = null)
    {
        var frame = new OutcomeRecords();
        write(frame);
        var bytes = new byte[frame.Length];
        frame.CopyTo(bytes);

        if (records.MayBeIn(bytes))
        {
            records.Add(bytes, at ?? Start);
        }
    }

    private static void Write(OutcomeRecords frame, DeadLetter letter) =>
        frame.DeadLettered(letter.Id, JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter), "{}"u8, version: 0);
}
