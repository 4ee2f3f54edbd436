namespace WebhookReceiver.Inbox;

/// <summary>The dead letters that there are now. From any thread.</summary>
internal interface IDeadLetters
{
    /// <summary>All of them, the oldest first.</summary>
    IReadOnlyList<DeadLetter> All { get; }

    /// <returns>Null when there is none of that id (any more).</returns>
    DeadLetter? Find(Guid id);

    /// <summary>The notification with the one event that the letter is about.</summary>
    /// <returns>Null when there is no letter of that id, or its body cannot be read any more.</returns>
    ReadOnlyMemory<byte>? BodyOf(Guid id);
}
