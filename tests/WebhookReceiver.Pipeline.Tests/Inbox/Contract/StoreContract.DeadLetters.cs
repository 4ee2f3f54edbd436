using System.Text;
using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <content>Dead letters: listed, read, replayed, and expired.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Dead_letters_are_listed_in_order_read_with_their_bodies_and_removed()
    {
        await using var store = await OpenAsync();
        var deadLetters = Enumerable.Range(1, 5).Select(number => DeadLetterOf(store, number)).ToList();
        await store.RecordAsync(batch => deadLetters.ForEach(one => batch.DeadLettered(one, Encoding.UTF8.GetBytes($"{{\"n\":\"{one.Id}\"}}"))));

        Assert.Equal(deadLetters.Select(static one => one.Id), (await store.DeadLetters.AfterAsync(null, 10, cancellationToken: Token)).Select(static entry => entry.Id));
        var page = await store.DeadLetters.AfterAsync(deadLetters[4].Id, 2, newestFirst: true, Token);
        Assert.Equal([deadLetters[3].Id, deadLetters[2].Id], page.Select(static entry => entry.Id));
        var read = await store.DeadLetters.ReadAsync(deadLetters[2].Id, Token);
        Assert.Equal((DeadLetterReadResult.Read, Handler, $"{{\"n\":\"{deadLetters[2].Id}\"}}"), (read.Result, read.Letter!.Handler, Encoding.UTF8.GetString(read.Body.Span)));

        await store.RecordAsync(batch => batch.DeadLetterRemoved(deadLetters[2].Id, DeadLetterRemoval.Discarded));
        Assert.Equal(DeadLetterReadResult.NotFound, (await store.DeadLetters.ReadAsync(deadLetters[2].Id, Token)).Result);

        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();
        Assert.Equal(store.OutlivesTheProcess ? 4 : 0, await CountAsync(store));
    }

    [Fact]
    public async Task What_filters_look_at_is_known_without_reading_a_dead_letter_and_follows_its_changes()
    {
        await using var store = await OpenAsync();
        var failed = DeadLetterOf(store, 1) with { ExceptionType = "System.TimeoutException" };
        var stale = DeadLetterOf(store, 2) with { Handler = null, Cause = DeadLetterCause.Stale, ExceptionType = null };
        await store.RecordAsync(batch =>
        {
            batch.DeadLettered(failed, "{}"u8.ToArray());
            batch.DeadLettered(stale, "{}"u8.ToArray());
        });

        var before = await EntriesAsync();
        await store.RecordAsync(batch => batch.DeadLettered(failed with { ExceptionType = "System.FormatException", Replays = 1 }, "{}"u8.ToArray()));
        var after = await EntriesAsync();
        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();

        Assert.Equal([(Handler, "System.TimeoutException", failed.Cause, failed.Endpoint), (null, null, DeadLetterCause.Stale, stale.Endpoint)], before);
        Assert.Equal("System.FormatException", after[0].Exception);
        Assert.Equal(store.OutlivesTheProcess ? after : [], await EntriesAsync());

        async Task<IReadOnlyList<(string? Handler, string? Exception, DeadLetterCause Cause, string Endpoint)>> EntriesAsync() =>
            [.. (await store.DeadLetters.AfterAsync(null, 10, cancellationToken: Token)).Select(static one => (one.Handler, one.ExceptionType, one.Cause, one.Endpoint))];
    }

    [Fact]
    public async Task The_end_of_a_replay_is_reported_exactly_once_however_it_ends()
    {
        await using var store = await OpenAsync();
        var (failed, handled) = (DeadLetterOf(store, 1), DeadLetterOf(store, 2));
        var ended = new List<Guid>();
        store.DeadLetters.WhenReplayEnds(ended.Add);
        await store.RecordAsync(batch => batch.DeadLettered(failed with { IsReplaying = true, Replays = 1 }, "{}"u8.ToArray()));
        await store.RecordAsync(batch => batch.DeadLettered(handled with { IsReplaying = true, Replays = 1 }, "{}"u8.ToArray()));

        // A replayed dead letter that no longer exists is rejected: it was erased in the meantime.
        Assert.Equal(0, await CountAsync(store));

        await store.RecordAsync(batch => Mark(batch, failed, handled));
        Assert.Equal([failed.Id, handled.Id], await store.DeadLetters.ReplayingAfterAsync(null, 10, cancellationToken: Token));
        Assert.Empty(await store.DeadLetters.ReplayingAfterAsync(null, 10, [Handler], Token));
        Assert.Equal([failed.Id, handled.Id], await store.DeadLetters.ReplayingAfterAsync(null, 10, ["another"], Token));
        await store.RecordAsync(batch => batch.DeadLettered(failed with { Replays = 1 }, "{}"u8.ToArray()));
        await store.RecordAsync(batch => batch.DeadLetterRemoved(handled.Id, DeadLetterRemoval.Handled));

        Assert.Equal([failed.Id, handled.Id], ended);
        Assert.Equal(new DeadLetterCounts(1, 0), await store.DeadLetters.CountAsync(Token));
    }

    [Fact]
    public async Task A_dead_letter_expires_after_its_retention_period()
    {
        await using var store = await OpenAsync();
        await store.RecordAsync(batch => batch.DeadLettered(DeadLetterOf(store, 1), "{}"u8.ToArray()));

        await store.PassAsync(TimeSpan.FromDays(StoreUnderTest.DeadLetterDays - 1));
        Assert.Equal(1, await CountAsync(store));
        await store.PassAsync(TimeSpan.FromDays(2));

        Assert.Equal(0, await CountAsync(store));
    }

    private static void Mark(OutcomeBatch batch, params DeadLetter[] deadLetters)
    {
        foreach (var deadLetter in deadLetters)
        {
            batch.DeadLettered(deadLetter, "{}"u8.ToArray());
            batch.DeadLettered(deadLetter with { IsReplaying = true, Replays = 1 }, "{}"u8.ToArray());
        }
    }
}
