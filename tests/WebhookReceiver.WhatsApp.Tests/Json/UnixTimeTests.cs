using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class UnixTimeTests
{
    [Theory]
    [InlineData(0L, "1970-01-01T00:00:00Z")]
    [InlineData(1781000000L, "2026-06-09T10:13:20Z")]
    [InlineData(100_000_000_000L, "5138-11-16T09:46:40Z")]
    [InlineData(100_000_000_001L, "1973-03-03T09:46:40.001Z")]
    [InlineData(1781000000123L, "2026-06-09T10:13:20.123Z")]
    [InlineData(253_402_300_799_999L, "9999-12-31T23:59:59.999Z")]
    public void Up_to_ten_to_the_eleventh_it_is_seconds_and_above_milliseconds(long number, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), UnixTime.FromNumber(number));

    [Theory]
    [InlineData(null)]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(253_402_300_800_000L)]
    [InlineData(long.MaxValue)]
    public void An_invalid_time_reads_as_missing(long? number) => Assert.Null(UnixTime.FromNumber(number));
}
