using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Tracing;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class AttemptTraceTests
{
    private const string First = "traced-first";
    private const string Second = "traced-second";

    private readonly ConcurrentDictionary<string, Activity?> seen = new(StringComparer.Ordinal);

    [Fact]
    public async Task The_users_code_runs_inside_its_spans()
    {
        var ended = new ConcurrentQueue<Activity>();

        using (Listen(ended.Enqueue))
        {
            await using var run = await DispatchRun.StartAsync(
                webhooks => webhooks
                    .On<TextMessage>(
                        async (TextMessage _, Disposed _) =>
                        {
                            See("first");
                            await Task.Yield();
                            See("first, later");
                        },
                        First)
                    .On<TextMessage>((TextMessage _) => { }, Second, where: _ => Ask("predicate")),
                services: services => services.AddScoped(_ => new Disposed(() => See("disposal"))));
            run.Source.Add(Wire.Text("1", "m"));
            await run.UntilIdleAsync();
        }

        var spans = ended.Where(span => span.TraceId == seen["first"]!.TraceId).ToList();
        var attempt = Assert.Single(spans, static span => span.Kind is ActivityKind.Consumer);
        Assert.Equal([First, Second], spans.Where(static span => span.Kind is ActivityKind.Internal).Select(static span => span.DisplayName));
        Assert.All(spans.Except([attempt]), span => Assert.Equal(attempt.SpanId, span.ParentSpanId));
        Assert.Equal((First, First), (seen["first"]!.DisplayName, seen["first, later"]!.DisplayName));
        Assert.Equal((attempt, attempt), (seen["predicate"], seen["disposal"]));
        Assert.Equal(default, attempt.ParentSpanId);

        await using var untraced = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage _) => See("untraced"), First));
        untraced.Source.Add(Wire.Text("1", "m"));
        await untraced.UntilIdleAsync();
        Assert.Null(seen["untraced"]);
    }

    [Fact]
    public async Task A_span_that_a_handler_forgets_to_end_is_not_current_in_the_next_event()
    {
        const int Events = 200;
        var attempts = 0;
        var found = new ConcurrentQueue<string?>();
        using var listener = Listen(static _ => { }, kind => kind is not ActivityKind.Consumer || Interlocked.Increment(ref attempts) % 2 is 0);
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                (TextMessage _) =>
                {
                    found.Enqueue(Activity.Current?.OperationName);

                    if (Activity.Current is not null)
                    {
                        new Activity("forgotten").Start();
                    }
                },
                First),
            settings: [("Dispatch:Concurrency", "1")]);
        run.Source.Add(Wire.Body(Enumerable.Range(0, Events).Select(static number => Wire.Message($"{number}", $"m{number}"))));

        await run.UntilIdleAsync();

        // Several events run on one thread, one after another.
        Assert.Equal(Events, found.Count);
        Assert.All(found, static name => Assert.True(name is null or First, name));
        Assert.Contains(First, found);
        Assert.Contains(null, found);
    }

    [Fact]
    public async Task A_call_that_is_left_behind_ends_its_span_and_keeps_it_for_what_it_still_does()
    {
        var ended = new ConcurrentQueue<Activity>();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = Listen(ended.Enqueue);
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                async (TextMessage _) =>
                {
                    See("call");
                    await release.Task;
                    See("call, later");
                },
                "traced-hanging"),
            settings: [("Dispatch:MaxAttempts", "1")]);
        run.Source.Add(Wire.Text("1", "m"));

        await run.TimeOutUntilAsync(TimeSpan.FromSeconds(1), () => run.Outcomes.All.Count is 1, "it was given up");
        release.SetResult();
        await run.UntilIdleAsync();
        await run.UntilAsync(() => seen.ContainsKey("call, later"), "the handler returned");

        var call = Assert.Single(ended, static span => span.DisplayName is "traced-hanging");
        Assert.Equal((ActivityStatusCode.Error, "timeout"), (call.Status, call.GetTagItem(ReceiverTraces.ErrorTag)));
        Assert.Same(call, seen["call, later"]);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(ended, span => span.SpanId == call.ParentSpanId).Status);
    }

    [Fact]
    public async Task A_listener_that_throws_keeps_no_event_from_being_handled()
    {
        using var listener = Listen(static _ => throw new InvalidOperationException("A bad listener."));
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage _) => See("handled"), First));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        Assert.NotNull(seen["handled"]);
        Assert.Equal(1, run.Outcomes.SettledDeliveries);
    }

    [Fact]
    public async Task A_dead_letter_is_replayed_in_a_trace_of_its_own()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = Listen(ended.Enqueue);
        var fails = true;
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                (TextMessage _) =>
                {
                    See("replayed");

                    if (fails)
                    {
                        throw new PermanentFailureException("Never.");
                    }
                },
                "traced-replay"));
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilAsync(() => run.Outcomes.All.Count is 1, "it became a dead letter");
        fails = false;
        await run.Replay.ReplayAsync(run.Outcomes.All[0].Id, TestContext.Current.CancellationToken);
        await run.UntilIdleAsync();

        var attempt = Assert.Single(ended, span => span.SpanId == seen["replayed"]!.ParentSpanId);
        Assert.Equal((true, "replayed"), (attempt.GetTagItem(ReceiverTraces.ReplayTag), attempt.GetTagItem(ReceiverTraces.OutcomeTag)));
        Assert.Equal(default, attempt.ParentSpanId);
    }

    [Fact]
    public async Task Where_notifications_are_chosen_an_event_is_traced_if_its_notification_is_and_what_is_not_traced_knows_it()
    {
        const int Events = 100;
        const string Traced = "traced-by-choice";
        var ended = new ConcurrentQueue<Activity>();
        var found = new ConcurrentQueue<(string Id, string? Span, bool IsUntraced, bool IsUntracedLater)>();
        using var listener = Listen(ended.Enqueue);
        using var post = new Activity("post") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        var (context, asked) = (DeliveryTrace.Of(post)!, 0);
        Activity.Current = null;
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                async (TextMessage message) =>
                {
                    var (span, isUntraced) = (Activity.Current?.DisplayName, NotificationTracing.IsUntraced);

                    // Where it ends at once, the thread goes on with the next event.
                    await (found.Count < Events / 2 ? Task.CompletedTask : Task.Delay(1));
                    found.Enqueue((message.MessageId!, span, isUntraced, NotificationTracing.IsUntraced));
                },
                Traced),
            settings: [("Dispatch:Concurrency", "1")],
            services: services => services.AddSingleton<NotificationTracing>(new Choice(() => asked++)));

        for (var number = 0; number < Events; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"{(number % 2 is 0 ? "traced" : "untraced")}-{number}"), trace: number % 2 is 0 ? context : null);
        }

        await run.UntilIdleAsync();

        // Several events run on one thread, one after another.
        Assert.Equal(Events, found.Count);
        Assert.All(found, static one => Assert.Equal(one.Id.StartsWith("untraced", StringComparison.Ordinal) ? (null, true, true) : (Traced, false, false), (one.Span, one.IsUntraced, one.IsUntracedLater)));
        Assert.All(ended.Where(static span => span.DisplayName is Traced), span => Assert.Equal(post.Context.SpanId, Assert.Single(ended.Single(attempt => attempt.SpanId == span.ParentSpanId).Links).Context.SpanId));
        Assert.Equal((Events / 2, 0), (ended.Count(static span => span.DisplayName is Traced), asked));
        Assert.False(NotificationTracing.IsUntraced);
    }

    [Fact]
    public void When_nobody_listens_nothing_is_allocated()
    {
        var turn = new EventTurn(deliveryProgress: null, ordinal: 0);
        AttemptTrace.Begin(turn, followsNotification: true);
        DeliveryTrace.Of(span: null);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 100; number++)
        {
            AttemptTrace.Leave(AttemptTrace.Begin(turn, followsNotification: true));
            DeliveryTrace.Of(span: null);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static ActivityListener Listen(Action<Activity> ended, Func<ActivityKind, bool>? isRecorded = null)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is ReceiverTraces.SourceName,

            // The spans of notifications belong to tests that run meanwhile.
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
                span.Kind is ActivityKind.Server || isRecorded?.Invoke(span.Kind) is false ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private void See(string what) => seen[what] = Activity.Current;

    private bool Ask(string what)
    {
        See(what);
        return true;
    }

    private sealed class Choice(Action asked) : NotificationTracing
    {
        public override bool TryChoose()
        {
            asked();
            return false;
        }
    }

    private sealed class Disposed(Action seen) : IDisposable
    {
        public void Dispose() => seen();
    }
}
