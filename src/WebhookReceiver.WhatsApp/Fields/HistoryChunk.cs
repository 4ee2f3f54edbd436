using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A part of the past chats of a number that is also used in the WhatsApp Business app (Meta's <c>history</c> webhook reference). Chunks arrive out of order, with up to thousands
/// of messages in each. A message may also have arrived when it was written: recognise it by its id.
/// </summary>
public sealed record HistoryChunk : FieldEvent
{
    private const long HistoryNotShared = 2593109;

    /// <summary>Creates an event for a test.</summary>
    public HistoryChunk()
    {
    }

    internal HistoryChunk(in EventSource source, IReadOnlyList<HistoryThread> threads)
        : base(source)
    {
        var metadata = source.Item["metadata"u8];

        Phase = metadata["phase"u8].Integer;
        ChunkOrder = metadata["chunk_order"u8].Integer;
        Progress = metadata["progress"u8].Integer;
        Threads = threads;
        Errors = WhatsAppError.ReadList(source.Item["errors"u8]);
    }

    /// <summary>0 for the last day, 1 for the days up to 90, 2 for those up to 180.</summary>
    public long? Phase { get; init; }

    /// <summary>The position of this chunk within its phase.</summary>
    public long? ChunkOrder { get; init; }

    /// <summary>How much of the whole history has been sent, in percent; 100 marks the end if the chunks arrived in order.</summary>
    public long? Progress { get; init; }

    /// <summary>The chats; group chats are never included.</summary>
    public IReadOnlyList<HistoryThread> Threads { get; init; } = [];

    /// <summary>Why there are no chats.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    /// <summary>Whether the business chose not to share its history: nothing more will arrive.</summary>
    public bool IsDeclined => Errors.Any(error => error.Code is HistoryNotShared);
}
