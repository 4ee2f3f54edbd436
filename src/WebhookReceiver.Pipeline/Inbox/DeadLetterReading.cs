using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>A dead letter as read, or the reason it could not be read.</summary>
/// <param name="Result">Whether it could be read.</param>
/// <param name="Entry">What is known without reading it; empty when no dead letter has that id.</param>
/// <param name="Letter">The dead letter, when it was read.</param>
/// <param name="Body">The notification with its event, when it was read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterReading(DeadLetterReadResult Result, DeadLetterEntry Entry = default, DeadLetter? Letter = null, ReadOnlyMemory<byte> Body = default);

/// <summary>Whether a dead letter could be read.</summary>
internal enum DeadLetterReadResult
{
    /// <summary>No dead letter has that id (any longer).</summary>
    NotFound,

    Read,

    /// <summary>The disk reports an error. It may be readable later.</summary>
    Unavailable,

    /// <summary>Its checksum proves that it is damaged. It can never be read again.</summary>
    Damaged,
}
