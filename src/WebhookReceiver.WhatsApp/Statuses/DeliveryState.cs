namespace WebhookReceiver.WhatsApp;

/// <summary>
/// How far a message of the business has progressed (Meta's "Status messages webhook reference"). An open list: a new word of Meta's passes through as its text.
/// Case-insensitive.
/// </summary>
/// <param name="Text">The word as sent by Meta.</param>
public readonly record struct DeliveryState(string Text)
{
    /// <summary>Accepted and on its way.</summary>
    public static DeliveryState Sent { get; } = new("sent");

    /// <summary>On the person's device. Skipped when the person reads it at once.</summary>
    public static DeliveryState Delivered { get; } = new("delivered");

    /// <summary>Read. Never sent for people who have turned off read receipts.</summary>
    public static DeliveryState Read { get; } = new("read");

    /// <summary>The voice message was played.</summary>
    public static DeliveryState Played { get; } = new("played");

    /// <summary>Not delivered; <see cref="MessageStatus.Errors"/> says why.</summary>
    public static DeliveryState Failed { get; } = new("failed");

    /// <summary>There was no usable word.</summary>
    public static DeliveryState Unknown { get; } = new("unknown");

    private static readonly DeliveryState[] Way = [Sent, Delivered, Read, Played];

    private static readonly DeliveryState[] Known = [Sent, Delivered, Read, Played, Failed];

    /// <summary>The states with a name here.</summary>
    internal static IEnumerable<DeliveryState> All => Known;

    /// <summary>
    /// The position in a message's progress, for comparing two states: sent is less than delivered, delivered less than read, read less than played.
    /// Null for what is not part of it: a failure, and unknown words. <see cref="StatusOrder"/> takes these into account, too.
    /// </summary>
    public int? Rank => Array.IndexOf(Way, this) is >= 0 and var place ? place + 1 : null;

    /// <summary>The state for a word, in the known spelling if only the letter case differs.</summary>
    internal static DeliveryState Of(string word)
    {
        var state = new DeliveryState(word);
        var known = Array.IndexOf(Known, state);
        return known >= 0 ? Known[known] : state;
    }

    /// <inheritdoc/>
    public bool Equals(DeliveryState other) => string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the word.</summary>
    public override string ToString() => Text;
}
