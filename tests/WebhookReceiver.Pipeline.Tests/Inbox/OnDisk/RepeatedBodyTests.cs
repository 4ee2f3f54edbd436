using System.Collections.Concurrent;
using System.Text;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// The same body again, repeated by Meta or replayed by somebody who captured it: suppressed within the duplicate window, and treated as
/// <c>Inbox:StaleEvents</c> says after it.
/// </summary>
[Trait("row", "V11")]
public sealed class RepeatedBodyTests : InboxTest
{
    private readonly ConcurrentQueue<string> calls = new();
    private readonly ManualClock clock = new();

    [Theory]
    [Trait("row", "W06")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_suppressed_immediately_after_a_restart_and_for_the_whole_window(bool restarts)
    {
        var run = await StartAsync(NewDisk());

        try
        {
            var body = Wire.Text("15550100300", "m", clock.GetUtcNow());
            await run.AcceptAsync(body);
            await run.AcceptAsync(body);
            await run.UntilIdleAsync();
            Assert.Equal(["m fresh"], calls);

            run = await RestartedAsync(run);
            await run.AcceptAsync(body);
            await run.UntilIdleAsync();

            for (var day = 1; day <= 8; day++)
            {
                // Retention keeps running: the first delivery itself is gone after three days.
                clock.Advance(TimeSpan.FromDays(1));
                run = restarts ? await RestartedAsync(run) : run;
                await run.AcceptAsync(body);
                await run.UntilIdleAsync();
            }

            Assert.Equal(["m fresh"], calls);
            Assert.Empty(run.Outcomes.All);
        }
        finally
        {
            await run.DisposeAsync();
        }
    }

    [Theory]
    [Trait("row", "W06")]
    [InlineData("Handle", false)]
    [InlineData("Handle", true)]
    [InlineData("Quarantine", false)]
    [InlineData("Quarantine", true)]
    public async Task After_nine_days_it_is_handled_as_stale_or_kept_as_a_dead_letter(string policy, bool restarts)
    {
        var run = await StartAsync(NewDisk(), policy);

        try
        {
            var body = Wire.Text("15550100300", "m", clock.GetUtcNow());
            await run.AcceptAsync(body);
            await run.UntilIdleAsync();

            for (var day = 1; day <= 9; day++)
            {
                clock.Advance(TimeSpan.FromDays(1));
                run = restarts ? await RestartedAsync(run, policy) : run;
            }

            await run.AcceptAsync(body);
            await run.UntilIdleAsync();
            await AssertOnceMoreAsync();

            // And with that it is known again.
            run = restarts ? await RestartedAsync(run, policy) : run;
            await run.AcceptAsync(body);
            await run.UntilIdleAsync();
            await AssertOnceMoreAsync();
        }
        finally
        {
            await run.DisposeAsync();
        }

        Task AssertOnceMoreAsync()
        {
            if (policy is "Handle")
            {
                Assert.Equal(["m fresh", "m stale"], calls);
                Assert.Empty(run.Outcomes.All);
            }
            else
            {
                Assert.Equal(["m fresh"], calls);
                var deadLetter = Assert.Single(run.Outcomes.All);
                Assert.Equal("stale", deadLetter.Cause.Text);
                Assert.Contains("\"m\"", Encoding.UTF8.GetString(run.Outcomes.BodyOf(deadLetter.Id)!.Value.Span), StringComparison.Ordinal);
            }

            return Task.CompletedTask;
        }
    }

    private async Task<JournalRun> RestartedAsync(JournalRun run, string policy = "Handle")
    {
        var disk = await run.KillAsync();
        await run.DisposeAsync();
        return await StartAsync(disk, policy);
    }

    private Task<JournalRun> StartAsync(SimulatedDisk disk, string policy = "Handle") => JournalRun.StartAsync(
        webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context) => calls.Enqueue($"{message.MessageId} {(context.IsStale ? "stale" : "fresh")}")),
        disk,
        Folder,
        clock,
        ("Inbox:StaleEvents", policy));
}
