using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Tracing;

public sealed class NotificationTracingTests
{
    private static readonly AsyncLocal<string?> Own = new();

    [Fact]
    public void The_mark_comes_and_goes_and_leaves_what_else_is_set_where_it_is()
    {
        // Twice the same context, then another one, then the first again.
        foreach (var value in (string?[])[null, null, "set by somebody else", null])
        {
            Own.Value = value;

            NotificationTracing.EnterUntraced();
            Assert.Equal((true, value), (NotificationTracing.IsUntraced, Own.Value));

            NotificationTracing.LeaveUntraced();
            Assert.Equal((false, value), (NotificationTracing.IsUntraced, Own.Value));
        }
    }

    [Fact]
    public void It_is_there_also_where_nothing_flows()
    {
        using (ExecutionContext.SuppressFlow())
        {
            NotificationTracing.EnterUntraced();
            Assert.True(NotificationTracing.IsUntraced);

            NotificationTracing.LeaveUntraced();
            Assert.False(NotificationTracing.IsUntraced);
        }
    }
}
