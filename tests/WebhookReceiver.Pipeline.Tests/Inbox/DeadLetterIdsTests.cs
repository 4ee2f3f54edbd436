using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox;

[Trait("row", "Q19")]
public sealed class DeadLetterIdsTests
{
    [Fact]
    public void They_are_version_7_and_ordered_by_creation()
    {
        var now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, 5, TimeSpan.Zero);
        List<Guid> ids = [.. Enumerable.Range(0, 10_000).Select(_ => DeadLetterIds.Next(now)), DeadLetterIds.Next(now.AddMilliseconds(1))];

        Assert.All(ids, static id => Assert.Equal((7, 0b10), (id.Version, id.Variant >> 2)));
        Assert.Equal(ids, ids.Distinct().Order());
        Assert.StartsWith($"{now.ToUnixTimeMilliseconds():x12}", ids[0].ToString("N"), StringComparison.Ordinal);
    }
}
