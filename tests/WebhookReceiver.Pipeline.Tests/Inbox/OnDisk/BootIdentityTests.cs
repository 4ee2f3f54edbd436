using WebhookReceiver.Inbox.OnDisk;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

[Trait("row", "Q17")]
public sealed class BootIdentityTests
{
    private const string Id = "3adfec46-6baa-409e-9c86-02f20cbb2fe4\n";
    private const string NoOffset = "monotonic           0         0\nboottime            0         0\n";

    [Fact]
    public void A_boot_is_identified_by_its_id()
    {
        Assert.Equal(Id.TrimEnd(), BootIdentity.Of(Id, string.Empty).Text);
        Assert.Equal(Id.TrimEnd(), BootIdentity.Of(Id, NoOffset).Text);
        Assert.Equal(string.Empty, BootIdentity.Of(string.Empty, NoOffset).Text);
    }

    [Theory]
    [InlineData("monotonic           86400         0\nboottime            0         0\n")]
    [InlineData("monotonic           0         5\nboottime            0         0\n")]
    public void A_time_namespace_with_its_own_monotonic_clock_is_a_different_boot(string offsets) =>
        Assert.NotEqual(BootIdentity.Of(Id, NoOffset), BootIdentity.Of(Id, offsets));

    [Fact]
    public void It_is_the_same_at_every_reading() => Assert.Equal(BootIdentity.Read(), BootIdentity.Read());
}
