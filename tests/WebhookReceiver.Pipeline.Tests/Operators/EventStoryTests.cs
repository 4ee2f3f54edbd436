using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Operators;

public sealed class EventStoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly HandlerPlan Plan = new([new PlannedHandler("desk", IsConditional: false), new PlannedHandler("shop", IsConditional: true)], []);

    [Fact]
    public void An_attempt_that_nothing_follows_is_in_progress()
    {
        var story = EventStory.Of([At(0, EventRecordKind.AttemptBegun) with { Plan = Plan }]);

        var attempt = Assert.Single(story.Attempts);
        Assert.Equal((1, Start, null, false), (attempt.Attempt, attempt.StartedAt, attempt.EndedAt, attempt.Died));
        Assert.Equal(["open", "open"], story.Handlers.Select(static handler => handler.State));
        Assert.Null(story.SettledAt);
    }

    [Fact]
    public void The_end_of_an_event_covers_the_handlers_of_which_nothing_is_recorded()
    {
        var story = EventStory.Of([At(0, EventRecordKind.AttemptBegun) with { Plan = Plan }, At(1, EventRecordKind.Settled)]);

        Assert.Equal([("desk", "succeeded"), ("shop", "finished")], story.Handlers.Select(static handler => (handler.Handler, handler.State)));
        Assert.Equal(("desk", "succeeded"), Assert.Single(story.Attempts.Single().Handlers.Select(static result => (result.Handler, result.Result))));
        Assert.Equal(Start.AddSeconds(1), story.SettledAt);
    }

    [Fact]
    public void A_failure_shows_in_its_attempt_and_until_the_next_call()
    {
        var story = EventStory.Of(
        [
            At(0, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(1, EventRecordKind.HandlerFailed) with { Handler = "desk", Failure = new HandlerFailure(1, Start, Start, Start.AddSeconds(9)), ExceptionType = "Busy" },
            At(1, EventRecordKind.HandlerNotWanted) with { Handler = "shop" },
            At(1, EventRecordKind.AttemptEnded),
        ]);

        Assert.Equal([("desk", "failed", "Busy"), ("shop", "not wanted", null)], story.Attempts.Single().Handlers.Select(static one => (one.Handler!, one.Result, one.ExceptionType)));
        var desk = story.Handlers[0];
        Assert.Equal(("retrying", 1, "Busy", Start.AddSeconds(9)), (desk.State, desk.Failures, desk.ExceptionType, desk.NextAttemptAt));
    }

    [Fact]
    public void A_death_of_the_process_shows_in_the_attempt_that_it_interrupted()
    {
        var story = EventStory.Of(
        [
            At(0, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(5, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(6, EventRecordKind.Settled),
        ]);

        Assert.Equal([(1, true, null), (2, false, Start.AddSeconds(6))], story.Attempts.Select(static one => (one.Attempt, one.Died, one.EndedAt)));
    }

    [Fact]
    public void A_suspended_attempt_goes_on_as_the_same()
    {
        var story = EventStory.Of(
        [
            At(0, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(1, EventRecordKind.AttemptSuspended),
            At(2, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(3, EventRecordKind.Settled),
        ]);

        Assert.Equal((true, false, Start.AddSeconds(3)), (story.Attempts.Single().WasSuspended, story.Attempts.Single().Died, story.Attempts.Single().EndedAt));
    }

    [Fact]
    public void A_dead_letter_ends_its_handler_and_not_the_others()
    {
        var letter = Guid.NewGuid();
        var story = EventStory.Of(
        [
            At(0, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(1, EventRecordKind.DeadLettered) with { Handler = "desk", DeadLetter = letter, ExceptionType = "Gone" },
            At(1, EventRecordKind.AttemptEnded),
        ]);

        Assert.Equal([("desk", "dead", (Guid?)letter), ("shop", "open", null)], story.Handlers.Select(static one => (one.Handler, one.State, one.DeadLetterId)));
        Assert.Equal([letter], story.DeadLetters);
    }

    [Fact]
    public void A_replay_shows_beside_the_attempts_and_ends_the_handler()
    {
        var letter = Guid.NewGuid();
        var story = EventStory.Of(
        [
            At(0, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(1, EventRecordKind.DeadLettered) with { Handler = "desk", DeadLetter = letter, ExceptionType = "Gone" },
            At(1, EventRecordKind.Settled),
            At(7, EventRecordKind.ReplayRequested) with { Handler = "desk", DeadLetter = letter },
            At(8, EventRecordKind.ReplayFailed) with { Handler = "desk", DeadLetter = letter, ExceptionType = "StillGone" },
            At(9, EventRecordKind.DeadLetterRemoved) with { Handler = "desk", DeadLetter = letter, Removal = DeadLetterRemoval.Handled },
        ]);

        Assert.Equal(("desk", "gave up", "Gone"), Assert.Single(story.Attempts.Single().Handlers.Where(static one => one.Handler is "desk").Select(static one => (one.Handler!, one.Result, one.ExceptionType))));
        Assert.Equal(
            [("replay requested", Start.AddSeconds(7), null), ("replay failed", Start.AddSeconds(8), "StillGone"), ("handled", Start.AddSeconds(9), null)],
            story.DeadLetterSteps.Select(static step => (step.Step, step.At, step.ExceptionType)));
        Assert.All(story.DeadLetterSteps, step => Assert.Equal((letter, "desk"), (step.DeadLetterId, step.Handler)));
        var desk = story.Handlers[0];
        Assert.Equal(("handled", 2, "StillGone", Start.AddSeconds(8)), (desk.State, desk.Failures, desk.ExceptionType, desk.LastFailureAt));
        Assert.Equal(Start.AddSeconds(1), story.SettledAt);
    }

    [Theory]
    [InlineData(DeadLetterRemoval.Handled, "handled")]
    [InlineData(DeadLetterRemoval.Discarded, "discarded")]
    [InlineData(DeadLetterRemoval.Expired, "expired")]
    [InlineData(DeadLetterRemoval.Erased, "erased")]
    internal void A_handler_is_what_became_of_its_dead_letter_and_the_others_stay(DeadLetterRemoval removal, string state)
    {
        var (letter, other) = (Guid.NewGuid(), Guid.NewGuid());
        var story = EventStory.Of(
        [
            At(0, EventRecordKind.AttemptBegun) with { Plan = Plan },
            At(1, EventRecordKind.DeadLettered) with { Handler = "desk", DeadLetter = letter },
            At(1, EventRecordKind.DeadLettered) with { Handler = "shop", DeadLetter = other },
            At(1, EventRecordKind.Settled),
            At(2, EventRecordKind.DeadLetterRemoved) with { Handler = "desk", DeadLetter = letter, Removal = removal },
        ]);

        Assert.Equal([("desk", state), ("shop", "dead")], story.Handlers.Select(static handler => (handler.Handler, handler.State)));
        Assert.Equal([letter, other], story.DeadLetters);
    }

    private static EventRecord At(int seconds, EventRecordKind kind) => new(Start.AddSeconds(seconds), kind);
}
