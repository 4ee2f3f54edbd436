using System.Security.Cryptography;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Bodies that carry their own hash, so that a frame with another body's bytes, or with bytes that were never sent, is detected.</summary>
internal static class HashedBody
{
    public static byte[] Make(Random random, int size)
    {
        var body = new byte[Math.Max(size, 0) + SHA256.HashSizeInBytes];
        random.NextBytes(body.AsSpan(SHA256.HashSizeInBytes));
        SHA256.HashData(body.AsSpan(SHA256.HashSizeInBytes), body);
        return body;
    }

    public static bool IsWhole(ReadOnlySpan<byte> body) =>
        body.Length >= SHA256.HashSizeInBytes && SHA256.HashData(body[SHA256.HashSizeInBytes..]).AsSpan().SequenceEqual(body[..SHA256.HashSizeInBytes]);

    public static Delivery Delivery(Random random, int size, DateTimeOffset? receivedAt = null)
    {
        Span<byte> id = stackalloc byte[16];
        random.NextBytes(id);
        return Deliveries.Delivery.Restored(
            new Guid(id), "default", Make(random, size), receivedAt ?? DateTimeOffset.UnixEpoch, random.Next(2) is 0 ? null : "106540352242922", default);
    }
}
