using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Scheduling;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Scheduling;

[Trait("row", "Q21")]
public sealed class PeriodicWorkTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock clock = new();
    private readonly List<Exception> failures = [];
    private int calls;

    [Fact]
    public void It_is_done_once_in_each_interval_until_it_is_disposed()
    {
        var work = new PeriodicWork(clock, Minute, () => calls++, failures.Add);
        clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal(0, calls);

        clock.Advance(TimeSpan.FromTicks(1));
        clock.Advance(Minute);
        Assert.Equal(2, calls);

        work.Dispose();
        clock.Advance(Minute);
        Assert.Equal(2, calls);
        Assert.Empty(failures);
    }

    [Fact]
    public void A_callback_that_was_on_its_way_when_it_was_disposed_does_nothing()
    {
        PeriodicWork? later = null;
        using var first = new PeriodicWork(clock, Minute, () => later!.Dispose(), failures.Add);
        later = new PeriodicWork(clock, Minute, () => calls++, failures.Add);

        clock.Advance(Minute);

        Assert.Equal(0, calls);
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exception_leaves_neither_the_callback_nor_the_round_of_calls(bool isLogBroken)
    {
        using var work = new PeriodicWork(
            clock,
            Minute,
            () =>
            {
                calls++;
                throw new InvalidOperationException("work");
            },
            exception =>
            {
                failures.Add(exception);

                if (isLogBroken)
                {
                    throw new InvalidOperationException("log");
                }
            });

        clock.Advance(Minute);
        clock.Advance(Minute);

        Assert.Equal((2, 2), (calls, failures.Count));
        Assert.Equal("work", failures[0].Message);
    }

    [Fact]
    public async Task Disposing_waits_for_the_call_in_progress_and_lets_no_other_begin()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var isOver = false;
        var work = new PeriodicWork(
            clock,
            Minute,
            () =>
            {
                calls++;
                begun.SetResult();
                goOn.Wait();
                isOver = true;
            },
            failures.Add);
        var token = TestContext.Current.CancellationToken;
        var running = Task.Run(() => clock.Advance(Minute), token);
        await begun.Task;
        bool? wasOver = null;
        var disposing = new BlockingCall(() =>
        {
            work.Dispose();
            wasOver = isOver;
        });
        await disposing.UntilBlockedAsync();

        goOn.Set();
        await disposing.Ended;
        await running;

        Assert.True(wasOver);
        clock.Advance(Minute);
        Assert.Equal(1, calls);
        Assert.Empty(failures);
    }
}
