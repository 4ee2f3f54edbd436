using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>When the age of a dead letter starts, whatever its own times say, which come from the wall clock.</summary>
[Trait("row", "C03")]
[Trait("row", "Q17")]
public sealed class DeadLetterAgeTests : InboxTest
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly ManualClock clock = new();

    [Fact]
    public async Task Marking_it_for_a_replay_does_not_reset_its_age_and_a_failed_replay_does()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        var deadLetters = Enumerable.Range(1, 3).Select(OutcomeJournalTests.DeadLetterOf).ToList();
        deadLetters.ForEach(deadLetter => life.Outcomes.DeadLettered(deadLetter, new byte[] { 1 }));
        clock.Advance(TimeSpan.FromDays(20));

        foreach (var deadLetter in deadLetters[1..])
        {
            life.Outcomes.DeadLettered(life.Outcomes.Find(deadLetter.Id)! with { IsReplaying = true }, new byte[] { 1 });
        }

        using var next = await InboxLife.StartAsync(await KilledAsync(life), Folder, clock);
        next.Outcomes.DeadLettered(next.Outcomes.Find(deadLetters[2].Id)! with { IsReplaying = false }, new byte[] { 1 });
        clock.Advance(Kept - TimeSpan.FromDays(20));
        Assert.Equal(3, next.Outcomes.All.Count);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([deadLetters[1].Id, deadLetters[2].Id], next.Outcomes.All.Select(static deadLetter => deadLetter.Id));
        Assert.Equal(next.Outcomes.Find(deadLetters[2].Id)!.KeptSince - TimeSpan.FromDays(20).TotalMilliseconds, next.Outcomes.Find(deadLetters[1].Id)!.KeptSince);

        // The interrupted replay resumes, and the dead letter is deleted once it has finished.
        next.Outcomes.DeadLettered(next.Outcomes.Find(deadLetters[1].Id)! with { IsReplaying = false }, new byte[] { 1 });
        clock.Advance(TimeSpan.FromDays(20) - TimeSpan.FromMinutes(2));
        Assert.Equal(2, next.Outcomes.All.Count);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(deadLetters[1].Id, Assert.Single(next.Outcomes.All).Id);
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task Its_own_times_have_no_effect(int days)
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        life.Outcomes.DeadLettered(OutcomeJournalTests.DeadLetterOf(1) with { LastAttemptAt = clock.GetUtcNow().AddDays(days) }, new byte[] { 1 });
        clock.Advance(Kept);
        Assert.Single(life.Outcomes.All);

        using var next = await InboxLife.StartAsync(await KilledAsync(life), Folder, clock);
        Assert.Single(next.Outcomes.All);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(next.Outcomes.All);
    }

    private static async Task<SimulatedDisk> KilledAsync(InboxLife life)
    {
        await life.Outcomes.FlushAsync(CancellationToken.None);
        return await life.KillAsync();
    }
}
