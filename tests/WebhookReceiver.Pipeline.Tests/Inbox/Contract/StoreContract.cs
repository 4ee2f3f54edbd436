using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>What every store guarantees, wherever it stores its deliveries.</summary>
public abstract class StoreContract
{
    private const string Handler = "desk";

    private static readonly HandlerPlan Plan = new([new PlannedHandler(Handler, IsConditional: false), new PlannedHandler("other", IsConditional: true)], []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<StoreUnderTest> OpenAsync();

    [Fact]
    public async Task Deliveries_are_taken_in_the_order_in_which_they_were_accepted()
    {
        await using var store = await OpenAsync();
        var sent = Enumerable.Range(0, 50).Select(static number => $"{number}").ToList();

        foreach (var body in sent)
        {
            Assert.True(await store.AcceptAsync(body));
        }

        Assert.Equal(sent, await TakeAsync(store, sent.Count));
    }

    [Fact]
    public async Task No_more_deliveries_are_taken_than_requested()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");
        await store.AcceptAsync("b");
        await store.AcceptAsync("c");
        var taken = new List<Delivery>();

        Assert.True(await store.Source.TakeAsync(taken, atMost: 2, Token));
        Assert.Equal(["a", "b"], taken.Select(BodyOf));
        Assert.True(await store.Source.TakeAsync(taken, atMost: 2, Token));
        Assert.Equal(["a", "b", "c"], taken.Select(BodyOf));
    }

    [Fact]
    public async Task Taking_waits_for_a_delivery_and_can_be_cancelled()
    {
        await using var store = await OpenAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var taken = new List<Delivery>();
        var cancelled = store.Source.TakeAsync(taken, atMost: 1, cancelling.Token).AsTask();
        Assert.False(cancelled.IsCompleted);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var waiting = store.Source.TakeAsync(taken, atMost: 1, Token).AsTask();
        await store.AcceptAsync("a");

        Assert.True(await waiting);
        Assert.Equal("a", BodyOf(Assert.Single(taken)));
    }

    [Fact]
    public async Task A_reread_delivery_equals_the_original()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");
        var taken = new List<Delivery>();
        await store.Source.TakeAsync(taken, atMost: 1, Token);
        Assert.Equal(store.OutlivesTheProcess, taken[0].CanBeReread);

        if (taken[0].CanBeReread)
        {
            var again = await store.Source.RereadAsync(taken[0].Position, Token);
            Assert.Equal((taken[0].Id, taken[0].Endpoint, "a", taken[0].Position), (again!.Id, again.Endpoint, BodyOf(again), again.Position));
        }
    }

    [Fact]
    public async Task A_store_without_room_refuses_and_reports_it()
    {
        await using var store = await OpenAsync();
        Assert.True(store.Inbox.IsAccepting);
        await store.FillAsync();

        Assert.False(await store.AcceptAsync("late"));
        Assert.False(store.Inbox.IsAccepting);
        Assert.NotNull(store.Inbox.WhyNot);
    }

    [Fact]
    public async Task A_closed_store_hands_out_only_deliveries_that_exist_nowhere_else()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");

        Assert.Equal(store.OutlivesTheProcess, store.Source.Close());

        var taken = new List<Delivery>();
        Assert.Equal(!store.OutlivesTheProcess, await store.Source.TakeAsync(taken, atMost: 10, Token));
        Assert.Equal(store.OutlivesTheProcess ? 0 : 1, taken.Count);
        Assert.False(await store.Source.TakeAsync(taken, atMost: 10, Token));
    }

    [Fact]
    public async Task Unsettled_deliveries_return_after_a_restart_and_settled_ones_do_not()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");
        await store.AcceptAsync("b");
        await store.AcceptAsync("c");
        var taken = new List<Delivery>();
        await store.Source.TakeAsync(taken, atMost: 3, Token);
        await store.RecordAsync(batch => batch.DeliverySettled(taken[1].Position));
        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();

        Assert.Equal(store.OutlivesTheProcess ? ["a", "c"] : [], await TakeAllAsync(store));
    }

    [Fact]
    public async Task A_new_event_begins_with_one_request()
    {
        await using var store = await OpenAsync();

        var answers = await store.BeginAsync(First(1), First(2));

        Assert.All(answers, static answer => Assert.Equal((EventStartResult.Begun, 1), (answer.Result, answer.Attempt)));
    }

    [Fact]
    public async Task Looking_an_event_up_begins_nothing()
    {
        await using var store = await OpenAsync();

        var answers = await store.BeginAsync(LookUp(1));
        Assert.Equal(EventStartResult.New, answers[0].Result);
        answers = await store.BeginAsync(First(1));

        Assert.Equal((EventStartResult.Begun, 1), (answers[0].Result, answers[0].Attempt));
    }

    [Fact]
    public async Task A_settled_event_is_a_duplicate_within_the_window_and_new_after_it()
    {
        await using var store = await OpenAsync();
        await store.BeginAsync(First(1));
        await store.RecordAsync(static batch => batch.EventSettled(new EventId(1)));
        await store.PassAsync(TimeSpan.FromHours(1));

        var answers = await store.BeginAsync(First(1), First(2), LookUp(1));
        Assert.Equal([EventStartResult.Duplicate, EventStartResult.Begun, EventStartResult.Duplicate], answers.Select(static answer => answer.Result));
        Assert.Equal(1, Math.Round(answers[0].SettledFor.TotalHours));

        await store.PassAsync(TimeSpan.FromDays(StoreUnderTest.DuplicateWindowDays + 1));
        answers = await store.BeginAsync(First(1));
        Assert.Equal(EventStartResult.Begun, answers[0].Result);
    }

    [Fact]
    public async Task A_replayed_event_is_not_a_duplicate()
    {
        await using var store = await OpenAsync();
        await store.RecordAsync(static batch => batch.EventSettled(new EventId(1)));

        var answers = await store.BeginAsync(EventStart.First(new EventId(1), Plan, isReplay: true));

        Assert.Equal(EventStartResult.Begun, answers[0].Result);
    }

    [Fact]
    public async Task An_unsettled_event_is_known_and_begins_at_the_second_request()
    {
        await using var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        await store.BeginAsync(First(1));
        await store.RecordAsync(batch =>
        {
            batch.HandlerFailed(new EventId(1), Handler, new HandlerFailure(1, now, now, now.AddSeconds(5)));
            batch.AttemptEnded(new EventId(1));
        });

        var answers = await store.BeginAsync(First(1));
        Assert.Equal(EventStartResult.Known, answers[0].Result);
        Assert.Equal((1, 0, Plan), (answers[0].Progress!.Starts, answers[0].Progress!.Deaths, answers[0].Progress!.Plan));
        Assert.Equal(now.AddSeconds(5), answers[0].Progress!.Of(Handler)!.Value.Failure!.Value.DueAt);

        answers = await store.BeginAsync(EventStart.Again(new EventId(1), Plan));
        Assert.Equal((EventStartResult.Begun, 2), (answers[0].Result, answers[0].Attempt));
    }

    [Fact]
    public async Task The_second_occurrence_of_an_event_in_one_batch_does_not_begin()
    {
        await using var store = await OpenAsync();

        var answers = await store.BeginAsync(First(1), First(1));

        Assert.Equal([EventStartResult.Begun, EventStartResult.Known], answers.Select(static answer => answer.Result));
    }

    [Fact]
    public async Task A_suspended_attempt_resumes_and_does_not_count_twice()
    {
        await using var store = await OpenAsync();
        await store.BeginAsync(First(1));
        await store.RecordAsync(static batch => batch.AttemptSuspended(new EventId(1)));

        var answers = await store.BeginAsync(EventStart.Again(new EventId(1), Plan));

        Assert.Equal(1, answers[0].Attempt);
    }

    [Fact]
    public async Task Progress_and_duplicates_survive_the_process_when_deliveries_do()
    {
        await using var store = await OpenAsync();
        await store.BeginAsync(First(1), First(2), First(3));
        await store.RecordAsync(static batch =>
        {
            batch.HandlerSucceeded(new EventId(1), Handler);
            batch.HandlerNotWanted(new EventId(1), "other");
            batch.AttemptEnded(new EventId(1));
            batch.EventSettled(new EventId(2));
        });
        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();

        var answers = await store.BeginAsync(First(1), First(2), First(3));

        if (!store.OutlivesTheProcess)
        {
            Assert.All(answers, static answer => Assert.Equal(EventStartResult.Begun, answer.Result));
            return;
        }

        Assert.Equal([EventStartResult.Known, EventStartResult.Duplicate, EventStartResult.Known], answers.Select(static answer => answer.Result));
        Assert.Equal((true, HandlerStage.NotWanted), (answers[0].Progress!.Of(Handler)!.Value.IsFinished, answers[0].Progress!.Of("other")!.Value.Stage));
        Assert.Equal((0, 1), (answers[0].Progress!.Deaths, answers[2].Progress!.Deaths));
    }

    [Fact]
    public async Task Events_begun_when_the_process_died_are_known_although_nothing_was_flushed()
    {
        await using var store = await OpenAsync();
        await store.RecordAsync(static batch => batch.EventSettled(new EventId(1)));
        await store.BeginAsync(First(2));
        await store.KillAndReopenAsync();

        var answers = await store.BeginAsync(LookUp(1), LookUp(2));

        Assert.Equal(
            store.OutlivesTheProcess ? [EventStartResult.Duplicate, EventStartResult.Known] : [EventStartResult.New, EventStartResult.New],
            answers.Select(static answer => answer.Result));
    }

    [Fact]
    public async Task Recording_a_batch_is_idempotent()
    {
        await using var store = await OpenAsync();
        var deadLetter = DeadLetterOf(store, 1);
        await store.BeginAsync(First(1));
        var batch = new OutcomeBatch();
        batch.DeadLettered(deadLetter, "{}"u8.ToArray());
        batch.EventSettled(new EventId(1));

        Assert.True(await store.Outcomes.RecordAsync(batch, Token));
        Assert.True(await store.Outcomes.RecordAsync(batch, Token));

        Assert.Equal(1, await CountAsync(store));
        Assert.Equal(EventStartResult.Duplicate, (await store.BeginAsync(LookUp(1)))[0].Result);
    }

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
        Assert.Equal([failed.Id, handled.Id], await store.DeadLetters.ReplayingAfterAsync(null, 10, Token));
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

    [Fact]
    public async Task A_store_that_nobody_else_uses_owns_everything()
    {
        await using var store = await OpenAsync();

        var answers = await store.BeginAsync(First(1), First(2));

        Assert.DoesNotContain(answers, static answer => answer.Result is EventStartResult.NotOwned);
        Assert.True(await store.RecordAsync(static batch => batch.EventSettled(new EventId(1))));
    }

    private static async Task<long> CountAsync(StoreUnderTest store) => (await store.DeadLetters.CountAsync(Token)).All;

    private static EventStart First(int id) => EventStart.First(new EventId((UInt128)id), Plan, isReplay: false);

    private static EventStart LookUp(int id) => EventStart.First(new EventId((UInt128)id), plan: null, isReplay: false);

    private static string BodyOf(Delivery delivery) => Encoding.UTF8.GetString(delivery.Body.Span);

    private static void Mark(OutcomeBatch batch, params DeadLetter[] deadLetters)
    {
        foreach (var deadLetter in deadLetters)
        {
            batch.DeadLettered(deadLetter, "{}"u8.ToArray());
            batch.DeadLettered(deadLetter with { IsReplaying = true, Replays = 1 }, "{}"u8.ToArray());
        }
    }

    private static async Task<List<string>> TakeAsync(StoreUnderTest store, int count)
    {
        var taken = new List<Delivery>();

        while (taken.Count < count)
        {
            await store.Source.TakeAsync(taken, atMost: 7, Token);
        }

        return [.. taken.Select(BodyOf)];
    }

    private static async Task<List<string>> TakeAllAsync(StoreUnderTest store)
    {
        await store.AcceptAsync("last");
        var taken = new List<string>();

        while (taken is not [.., "last"])
        {
            taken.AddRange(await TakeAsync(store, 1));
        }

        return taken[..^1];
    }

    private static DeadLetter DeadLetterOf(StoreUnderTest store, int number) => new()
    {
        Id = DeadLetterIds.Next(store.Clock.GetUtcNow()),
        Key = EventKey.FromBytes(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToByteArray()),
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = Guid.Empty,
        ReceivedAt = store.Clock.GetUtcNow(),
        Handler = Handler,
        Cause = DeadLetterCause.AttemptsExhausted,
        LastAttemptAt = store.Clock.GetUtcNow(),
    };
}
