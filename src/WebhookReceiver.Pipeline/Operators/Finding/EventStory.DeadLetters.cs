using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <content>What happened to the dead letters of the event.</content>
internal sealed partial class EventStory
{
    private readonly List<EventDeadLetterStep> steps = [];
    private readonly List<Guid> letters = [];

    /// <summary>The ids of all dead letters that it became, also those that are gone.</summary>
    public IReadOnlyList<Guid> DeadLetters => [.. letters.Distinct()];

    /// <summary>What happened to them.</summary>
    public IReadOnlyList<EventDeadLetterStep> DeadLetterSteps => steps;

    /// <summary>What happens to a dead letter belongs to no attempt at the event: a replay calls its handler alone.</summary>
    private void AddStep(in EventRecord record)
    {
        var letter = record.DeadLetter!.Value;
        var removed = record.Removal?.ToString().ToLowerInvariant();

        letters.Add(letter);
        steps.Add(new EventDeadLetterStep
        {
            DeadLetterId = letter,
            Handler = record.Handler,
            Step = removed ?? (record.Kind is EventRecordKind.ReplayFailed ? "replay failed" : "replay requested"),
            At = record.At,
            ExceptionType = record.ExceptionType,
        });

        if (record.Handler is not { } name)
        {
            return;
        }

        var progress = ProgressOf(name) with { State = removed ?? Dead, NextAttemptAt = null, DeadLetterId = letter };

        handlers[name] = record.Kind is EventRecordKind.ReplayFailed
            ? progress with { Failures = progress.Failures + 1, LastFailureAt = record.At, ExceptionType = record.ExceptionType ?? progress.ExceptionType }
            : progress;
    }
}
