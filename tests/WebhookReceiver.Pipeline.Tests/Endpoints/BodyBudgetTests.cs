using WebhookReceiver.Endpoints;
using WebhookReceiver.Verification;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

[Trait("row", "H02")]
public sealed class BodyBudgetTests
{
    private readonly BodyBudget budget = new();

    [Fact]
    public void The_first_block_is_free_even_when_nothing_is_left()
    {
        var all = 0L;
        var taken = 0L;

        Assert.True(budget.TryTake((int)BodyBudget.Bytes + ReceivedBody.FirstBlock, ref all));
        Assert.True(budget.TryTake(ReceivedBody.FirstBlock, ref taken));
        Assert.Equal(0, taken);
        Assert.False(budget.TryTake(ReceivedBody.FirstBlock + 1, ref taken));
    }

    [Fact]
    public void Only_what_a_body_has_grown_by_is_taken()
    {
        var taken = 0L;

        Assert.True(budget.TryTake(10_000, ref taken));
        Assert.True(budget.TryTake(20_000, ref taken));
        Assert.Equal(20_000 - ReceivedBody.FirstBlock, taken);
    }

    [Fact]
    public void What_was_refused_is_not_taken_and_what_is_released_can_be_taken_again()
    {
        var first = 0L;
        var second = 0L;
        Assert.True(budget.TryTake((int)BodyBudget.Bytes, ref first));

        Assert.False(budget.TryTake(1_000_000, ref second));
        Assert.Equal(0, second);

        budget.Release(first);
        first = 0;
        Assert.True(budget.TryTake((int)BodyBudget.Bytes + ReceivedBody.FirstBlock, ref first));
    }

    [Fact]
    public void Nothing_is_lost_by_many_threads()
    {
        Parallel.For(0, 10_000, _ =>
        {
            var taken = 0L;
            budget.TryTake(2_000_000, ref taken);
            budget.Release(taken);
        });

        var all = 0L;
        Assert.True(budget.TryTake((int)BodyBudget.Bytes + ReceivedBody.FirstBlock, ref all));
    }
}
