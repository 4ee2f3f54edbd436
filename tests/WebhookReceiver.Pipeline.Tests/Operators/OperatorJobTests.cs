using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Operators;

/// <summary>What happens to very many dead letters at once, and how fast.</summary>
public sealed class OperatorJobTests
{
    private const int Letters = 300;

    private static readonly JobRequest DiscardAll = new(JobKind.Discard, DeadLetterFilter.All, Rate: 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 10)]
    public async Task It_does_no_more_each_second_than_asked(int rate, int atOnce)
    {
        await using var run = await FilledAsync();
        var jobs = run.Service<OperatorJobs>();
        var id = await StartAsync(jobs, DiscardAll with { Rate = rate });

        await run.UntilAsync(() => jobs.Find(id)!.Done == atOnce, "the first were discarded");

        for (var seconds = 1; seconds <= 2; seconds++)
        {
            var expected = (rate * seconds) + atOnce;
            await run.AdvanceUntilAsync(TimeSpan.FromSeconds(1.0 / rate), () => jobs.Find(id)!.Done >= expected, "a second had passed");
            Assert.InRange(jobs.Find(id)!.Done, expected, expected + atOnce);
            Assert.InRange(jobs.Find(id)!.Done, 0, ((run.Clock.GetUtcNow() - jobs.Find(id)!.StartedAt).TotalSeconds * rate) + atOnce);
        }

        await jobs.CancelAsync(id, AuditActor.Application);
        await run.UntilAsync(() => jobs.Find(id)!.EndedAt is not null, "it ended");
        Assert.Equal((JobReport.Cancelled, Letters - jobs.Find(id)!.Discarded), (jobs.Find(id)!.State, run.Outcomes.Count));
    }

    [Fact]
    public async Task What_becomes_a_dead_letter_after_it_began_is_not_touched()
    {
        await using var run = await FilledAsync();
        var before = run.Outcomes.All.Select(static letter => letter.Id).ToHashSet();
        var job = new OperatorJob(DiscardAll, AuditActor.Application, run.Service<IDeadLetters>(), run.Service<DeadLetterReplay>(), run.Clock);
        await job.PrepareAsync(Token);
        run.Source.Add(Wire.Text("later", "later"));
        await run.UntilAsync(() => run.Outcomes.All.Any(letter => !before.Contains(letter.Id)), "there was another");

        await job.RunAsync(progress: null, Token);

        Assert.Equal((JobReport.Completed, Letters, Letters, Letters), (job.Report.State, job.Report.Found, job.Report.Done, job.Report.Discarded));
        Assert.DoesNotContain(Assert.Single(run.Outcomes.All).Id, before);
    }

    [Fact]
    public async Task Only_a_few_run_at_once_and_only_the_last_are_remembered()
    {
        await using var run = await FilledAsync();
        var jobs = run.Service<OperatorJobs>();
        var nothing = DiscardAll with { Filter = new DeadLetterFilter { Handler = "nobody" } };
        var slow = await StartAsync(jobs, DiscardAll with { Rate = 1 });

        for (var number = 0; number < OperatorJobs.MostKept; number++)
        {
            var quick = await StartAsync(jobs, nothing);
            await run.UntilAsync(() => jobs.Find(quick)!.EndedAt is not null, "it ended");
        }

        Assert.Equal(OperatorJobs.MostKept, jobs.All.Count);
        Assert.Equal((slow, JobReport.Running), (jobs.All[^1].Id, jobs.All[^1].State));

        for (var number = 1; number < OperatorJobs.MostRunning; number++)
        {
            await StartAsync(jobs, DiscardAll with { Rate = 1 });
        }

        Assert.Null(await jobs.StartAsync(nothing, AuditActor.Application, Token));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_ends_it_with_the_reason()
    {
        await using var run = await FilledAsync(static services => services.AddSingleton<IDeadLetters>(static provider =>
            new UnwritableDeadLetters(new LocalDeadLetters(provider.GetRequiredService<WatchedOutcomes>(), provider.GetRequiredService<WatchedOutcomes>()))));
        var jobs = run.Service<OperatorJobs>();

        var id = await StartAsync(jobs, DiscardAll);
        await run.UntilAsync(() => jobs.Find(id)!.EndedAt is not null, "it ended");

        Assert.Equal((JobReport.Failed, "the disk is gone", 0), (jobs.Find(id)!.State, jobs.Find(id)!.Problem, jobs.Find(id)!.Discarded));
        Assert.Equal(Letters, run.Outcomes.Count);
    }

    [Fact]
    public async Task One_that_cannot_be_recorded_does_not_begin_and_one_whose_cancellation_cannot_be_goes_on()
    {
        var audit = new BreakableAuditLog { IsBroken = true };
        await using var run = await FilledAsync(services => services.AddSingleton<IAuditLog>(audit));
        var jobs = run.Service<OperatorJobs>();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => jobs.StartAsync(DiscardAll, AuditActor.Application, Token));
        Assert.Empty(jobs.All);
        Assert.Equal(Letters, run.Outcomes.Count);

        audit.IsBroken = false;
        var id = await StartAsync(jobs, DiscardAll with { Rate = 1 });
        audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => jobs.CancelAsync(id, AuditActor.Application));
        await run.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => jobs.Find(id)!.EndedAt is not null, "it ended");

        Assert.Equal((JobReport.Completed, Letters), (jobs.Find(id)!.State, jobs.Find(id)!.Discarded));
    }

    [Fact]
    public async Task It_ends_with_the_process()
    {
        var run = await FilledAsync();
        var jobs = run.Service<OperatorJobs>();
        var id = await StartAsync(jobs, DiscardAll with { Rate = 1 });

        await run.StopAsync();

        Assert.Equal(JobReport.Cancelled, jobs.Find(id)!.State);
        await run.DisposeAsync();
    }

    private static async Task<Guid> StartAsync(OperatorJobs jobs, JobRequest request) => (await jobs.StartAsync(request, AuditActor.Application, Token))!.Value;

    private static async Task<DispatchRun> FilledAsync(Action<IServiceCollection>? services = null)
    {
        var run = await DispatchRun.StartAsync(
            static webhooks => webhooks.On<TextMessage>(static Task (TextMessage _) => throw new InvalidOperationException("no"), "desk"), services: services, settings: ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Body(Enumerable.Range(0, Letters).Select(static number => Wire.Message($"user{number}", $"m{number}"))));
        await run.UntilAsync(() => run.Outcomes.Count is Letters, "all were dead letters");
        return run;
    }
}
