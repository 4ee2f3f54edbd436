using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>What cannot be read now is read later; while the process lives, only proven damage is given up.</summary>
public sealed class PuttingOffTests
{
    private readonly ConcurrentQueue<string?> handled = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("row", "Q07")]
    public async Task While_an_event_cannot_be_read_again_its_conversation_waits_and_the_order_is_kept()
    {
        await using var run = await StartEvictedAsync();
        run.Source.RereadProblem = new IOException("too many open files");
        release.SetResult();
        await run.UntilParkedAsync();
        run.Source.Add(Wire.Text("2", "other"));
        await run.UntilAsync(() => handled.Contains("other"), "the other conversation went on");

        var health = await run.Service<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("IOException", string.Concat((IReadOnlyList<string>)health.Entries["dispatch"].Data["reasons"]), StringComparison.Ordinal);

        for (var seconds = 1; seconds <= 4; seconds *= 2)
        {
            await run.RetryAsync(TimeSpan.FromSeconds(seconds));
        }

        await run.UntilParkedAsync();
        Assert.Equal(["m0", "other"], handled);
        run.Source.RereadProblem = null;
        await run.RetryAsync(TimeSpan.FromSeconds(8));
        await run.UntilIdleAsync();

        Assert.Equal(["m0", "other", "m1", "m2", "m3"], handled);
        Assert.Empty(run.Outcomes.All);
    }

    [Fact]
    [Trait("row", "Q08")]
    public async Task A_delivery_that_is_proven_damaged_becomes_one_dead_letter_and_its_conversation_goes_on()
    {
        await using var run = await StartEvictedAsync();
        run.Source.Damage(2);
        release.SetResult();

        await run.UntilIdleAsync();

        Assert.Equal(["m0", "m2", "m3"], handled);
        Assert.Equal("unreadable on disk", Assert.Single(run.Outcomes.All).Cause.Text);
        Assert.Equal(4, run.Outcomes.SettledDeliveries);
    }

    [Fact]
    [Trait("row", "Q09")]
    public async Task A_short_lack_of_memory_in_the_pump_gives_nothing_up_and_keeps_the_order()
    {
        var parser = new FailingParser { Failures = 3 };
        await using var run = await StartAsync(parser);
        run.Source.Add(Wire.Body(Wire.Message("1", "m0"), Wire.Message("1", "m1"), Wire.Message("1", "m2")));
        run.Source.Add(Wire.Text("1", "m3"));

        await UntilHandledAsync(run, 4, TimeSpan.FromMilliseconds(100));

        Assert.Equal(["m0", "m1", "m2", "m3"], handled);
        Assert.Equal(2, run.Outcomes.SettledDeliveries);

        // What is in its lane already does not enter it a second time.
        Assert.DoesNotContain(run.Log.All, static line => line.Id is 1515 or 1516);
    }

    [Fact]
    [Trait("row", "Q09")]
    public async Task A_delivery_that_cannot_be_read_for_long_is_put_off_shown_and_tried_again()
    {
        var parser = new FailingParser { Failures = int.MaxValue };
        await using var run = await StartAsync(parser);
        run.Source.Add(Wire.Body(Wire.Message("1", "m0"), Wire.Message("2", "m1")));
        run.Source.Add(Wire.Text("3", "other"));
        await run.AdvanceUntilAsync(TimeSpan.FromMilliseconds(200), () => handled.Contains("other"), "the deliveries behind it went on");
        var health = (await run.Service<HealthCheckService>().CheckHealthAsync(Token)).Entries["dispatch"];
        Assert.Equal((HealthStatus.Degraded, 1), (health.Status, health.Data["put_off_deliveries"]));

        parser.Failures = 0;
        await UntilHandledAsync(run, 3, TimeSpan.FromSeconds(10));

        Assert.Equal(2, run.Outcomes.SettledDeliveries);
        await run.UntilAsync(() => run.Service<DeliveryPump>().PutOff is 0, "nothing was put off any longer");
        Assert.Contains(run.Log.All, static line => line.Id is 1510);
    }

    private Task<DispatchRun> StartAsync(FailingParser parser) => DispatchRun.StartAsync(
        webhooks => webhooks.On<TextMessage>((TextMessage message) => handled.Enqueue(message.MessageId), "desk"),
        services: services => services.AddSingleton<WebhookReceiver.Parsing.DeliveryParser>(parser));

    private async Task<DispatchRun> StartEvictedAsync()
    {
        var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                async (TextMessage message) =>
                {
                    handled.Enqueue(message.MessageId);
                    await release.Task;
                },
                "desk"),
            services: static services => services.AddSingleton(new LaneLimits { MemoryEvents = 1 }));

        for (var number = 0; number < 4; number++)
        {
            run.Source.Add(Wire.Text("1", $"m{number}"));
        }

        await run.UntilAsync(() => handled.Contains("m0") && run.Lanes.Waiting is 4, "the first is in progress and the others wait");
        return run;
    }

    private Task UntilHandledAsync(DispatchRun run, int count, TimeSpan step) =>
        run.AdvanceUntilAsync(step, () => handled.Count == count && run.Lanes.Count is 0, "everything was handled");

    /// <summary>Runs out of memory after the first event of a delivery.</summary>
    private sealed class FailingParser() : WebhookReceiver.Parsing.DeliveryParser(
        new WebhookReceiver.Parsing.PassedOverMembers(Bodies.Metrics(), TimeProvider.System, new ListLogger<WebhookReceiver.Parsing.PassedOverMembers>()),
        Bodies.Metrics(),
        new ListLogger<WebhookReceiver.Parsing.DeliveryParser>())
    {
        public int Failures { get; set; }

        public override IEnumerable<WhatsAppEvent> Parse(Delivery delivery, WebhookReceiver.WhatsApp.Reading.LookAhead? ahead = null)
        {
            var ordinal = 0;

            foreach (var message in base.Parse(delivery, ahead))
            {
                if (ordinal++ is 1 && Failures > 0)
                {
                    Failures--;
                    throw MemoryFull.Exception();
                }

                yield return message;
            }
        }
    }
}
