using System.Diagnostics;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Tracing;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

public sealed class PostSpanTests
{
    private static readonly DateTimeOffset Arrived = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    [Fact]
    public void It_begins_a_trace_of_its_own_and_is_linked_to_the_span_of_the_request()
    {
        using var request = new Activity("request").Start();
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded);

        var span = PostSpan.Begin(Arrived, tracing: null);

        Assert.NotNull(span);
        Assert.Equal((ActivityKind.Server, default, Arrived.UtcDateTime), (span.Kind, span.ParentSpanId, span.StartTimeUtc));
        Assert.NotEqual(request.TraceId, span.TraceId);
        Assert.Equal(request.Context, Assert.Single(span.Links).Context);
        Assert.Same(request, Activity.Current);
        span.End();
        Assert.True(span.IsStopped);
        Assert.Same(request, Activity.Current);
    }

    [Theory]
    [InlineData(ActivitySamplingResult.None)]
    [InlineData(ActivitySamplingResult.PropagationData)]
    public void There_is_none_where_nobody_wants_to_see_it(ActivitySamplingResult wanted)
    {
        using var listener = Listen(wanted);

        Assert.Null(PostSpan.Begin(Arrived, tracing: null));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void A_listener_that_fails_keeps_no_notification_out()
    {
        using var request = new Activity("request").Start();
        using var listener = Listen(ActivitySamplingResult.AllData, static _ => throw new InvalidOperationException());

        Assert.Null(PostSpan.Begin(Arrived, tracing: null));
        Assert.Same(request, Activity.Current);
    }

    [Fact]
    public void Nobody_listens_to_a_notification_that_is_not_chosen_and_a_choice_that_fails_keeps_none_out()
    {
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded);

        Assert.Null(PostSpan.Begin(Arrived, new Choice(static () => false)));
        Assert.Null(PostSpan.Begin(Arrived, new Choice(static () => throw new InvalidOperationException("A bad choice."))));
    }

    /// <summary>Other tests run meanwhile, and their spans are none of this one's business.</summary>
    private static ActivityListener Listen(ActivitySamplingResult wanted, Action<Activity>? started = null)
    {
        var thread = Environment.CurrentManagedThreadId;
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is ReceiverTraces.SourceName,
            Sample = (ref options) => Environment.CurrentManagedThreadId == thread ? wanted : ActivitySamplingResult.None,
            ActivityStarted = started,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class Choice(Func<bool> choose) : NotificationTracing
    {
        public override bool TryChoose() => choose();
    }
}
