namespace WebhookReceiver.Journal;

/// <summary>An intact frame that was read.</summary>
internal readonly ref struct Frame(FrameHeader header, long offset, ReadOnlySpan<byte> body, uint crc)
{
    public FrameHeader Header { get; } = header;

    /// <summary>Where it begins in its segment.</summary>
    public long Offset { get; } = offset;

    /// <summary>Its body, in a buffer that is reused: copy it to keep it.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    public uint Crc { get; } = crc;

    public long End => Offset + FrameHeader.FrameSize(Header.Length);
}
