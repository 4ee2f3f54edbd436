using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Verification;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

public sealed class BodyMemoryReleaseTests
{
    private readonly ManualClock clock = new();

    [Fact]
    [Trait("row", "H02")]
    public async Task A_flood_does_not_keep_its_memory()
    {
        var memory = new BodyBlocks(400 * BodyBlocks.Size, clock);
        await using var services = new ServiceCollection().AddSingleton(memory).BuildServiceProvider();
        using var release = new BodyMemoryRelease(services, clock, NullLogger<BodyMemoryRelease>.Instance);
        await release.StartAsync(TestContext.Current.CancellationToken);
        var block = Flood(memory);

        clock.Advance(BodyMemoryRelease.Interval);
        clock.Advance(BodyMemoryRelease.Interval);

        Assert.False(block.IsAlive);
    }

    // In a method of its own, so that the test holds none of the blocks.
    private static WeakReference Flood(BodyBlocks memory)
    {
        var (body, blocks) = (Bodies.Arriving(isProven: true), new List<byte[]>());
        Assert.True(memory.TryRent(body, 300, blocks));
        var block = new WeakReference(blocks[0]);
        memory.Return(body, blocks);
        return block;
    }
}
