namespace WebhookReceiver.WhatsApp.Json;

/// <summary>Reads Meta's timestamps: Unix seconds, and in some places milliseconds (<c>Specification/messages.md</c>, section 14, rule T4).</summary>
internal static class UnixTime
{
    private const long LargestSecond = 100_000_000_000;

    private static readonly long LargestMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset? FromNumber(long? number) => number switch
    {
        null or < 0 => null,
        <= LargestSecond => DateTimeOffset.FromUnixTimeSeconds(number.Value),
        _ when number <= LargestMillisecond => DateTimeOffset.FromUnixTimeMilliseconds(number.Value),
        _ => null,
    };
}
