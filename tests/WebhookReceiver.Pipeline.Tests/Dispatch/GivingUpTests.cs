using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>An event is settled by the success of its handlers or becomes a dead letter, no matter what fails while it is given up.</summary>
[Trait("row", "Q06")]
public sealed class GivingUpTests
{
    [Fact]
    public async Task An_exception_whose_members_throw_is_recorded_like_any_other()
    {
        await using var run = await DispatchRun.StartAsync(
            static webhooks => webhooks.On<TextMessage>(static void (TextMessage _) => throw new SpeechlessException(), "desk"), settings: ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        var letter = Assert.Single(run.Outcomes.All);
        Assert.Equal((typeof(SpeechlessException).FullName, "attempts exhausted"), (letter.ExceptionType, letter.Cause.Text));
        Assert.Contains(nameof(NotSupportedException), letter.ExceptionMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_recording_fails_it_is_repeated_without_calling_a_handler_again()
    {
        var calls = 0;
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                void (TextMessage _) =>
                {
                    calls++;
                    throw new InvalidOperationException("secret words");
                },
                "desk"),
            settings: ("Dispatch:MaxAttempts", "1"));
        run.Outcomes.FailNext(said => said.StartsWith("letter", StringComparison.Ordinal), times: 2);
        run.Source.Add(Wire.Text("1", "m"));

        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        Assert.Equal(1, calls);
        Assert.Single(run.Outcomes.All);
    }

    [Theory]
    [InlineData("settled")]
    [InlineData("started")]
    [InlineData("looked up")]
    public async Task Wherever_memory_runs_out_the_event_is_handled_once(string where)
    {
        var calls = 0;
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage _) => { calls++; }, "desk"));
        run.Outcomes.FailNext(said => said.Equals(where, StringComparison.Ordinal), times: 1);
        run.Source.Add(Wire.Text("1", "m"));

        await run.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => run.Outcomes.SettledDeliveries is 1 && run.Lanes.Count is 0, "it was handled");

        Assert.Equal(1, calls);
        Assert.Empty(run.Outcomes.All);
    }

    [Theory]
    [InlineData("settled", false)]
    [InlineData("succeeded quick", true)]
    public async Task Results_that_could_not_be_recorded_are_recorded_when_the_service_stops(string where, bool isRetried)
    {
        var calls = new ConcurrentQueue<string>();
        Action<WhatsAppWebhooksBuilder> handlers = webhooks => webhooks
            .On<TextMessage>((TextMessage _) => calls.Enqueue("quick"), "quick")
            .On<TextMessage>(
                (TextMessage _, WhatsAppContext context) =>
                {
                    calls.Enqueue($"failing {context.Attempt}");

                    if (isRetried && context.Attempt is 1)
                    {
                        throw new InvalidOperationException();
                    }
                },
                "failing");
        await using var before = await DispatchRun.StartAsync(handlers);
        before.Outcomes.FailNext(said => said.Equals(where, StringComparison.Ordinal), times: 2);
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilParkedAsync();

        var stopping = before.StopAsync();
        await before.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => stopping.IsCompleted, "the service stopped");
        await using var after = await DispatchRun.StartAsync(handlers, before);
        await after.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => after.Outcomes.SettledDeliveries is 1, "the rest was done");

        Assert.Equal(isRetried ? ["quick", "failing 1", "failing 2"] : ["quick", "failing 1"], calls);
    }

    [SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Thrown here alone.")]
    private sealed class SpeechlessException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string? StackTrace => throw new NotSupportedException();
    }
}
