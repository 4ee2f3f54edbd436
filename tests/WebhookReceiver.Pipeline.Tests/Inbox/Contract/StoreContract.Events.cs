using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <content>Events: begun once, known with their progress, and duplicates when they are settled.</content>
public abstract partial class StoreContract
{
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
    public async Task A_store_that_nobody_else_uses_owns_everything()
    {
        await using var store = await OpenAsync();

        var answers = await store.BeginAsync(First(1), First(2));

        Assert.DoesNotContain(answers, static answer => answer.Result is EventStartResult.NotOwned);
        Assert.True(await store.RecordAsync(static batch => batch.EventSettled(new EventId(1))));
    }

    private static EventStart First(int id) => EventStart.First(new EventId((UInt128)id), Plan, isReplay: false);

    private static EventStart LookUp(int id) => EventStart.First(new EventId((UInt128)id), plan: null, isReplay: false);
}
