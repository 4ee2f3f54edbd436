namespace WebhookReceiver.WhatsApp;

/// <summary>
/// How far a message of the business has come (Meta's "Status messages webhook reference"). An open list: a new word of Meta's passes through as its text.
/// Upper and lower case count as the same.
/// </summary>
/// <param name="Text">The word as Meta sent it.</param>
public readonly record struct DeliveryState(string Text)
{
    /// <summary>Accepted and on its way.</summary>
    public static DeliveryState Sent { get; } = new("sent");

    /// <summary>On the person's device. Skipped when the person reads at once.</summary>
    public static DeliveryState Delivered { get; } = new("delivered");

    /// <summary>Read. Never comes from people who have switched receipts off.</summary>
    public static DeliveryState Read { get; } = new("read");

    /// <summary>The voice message was played.</summary>
    public static DeliveryState Played { get; } = new("played");

    /// <summary>Not delivered; <see cref="MessageStatus.Errors"/> says why.</summary>
    public static DeliveryState Failed { get; } = new("failed");

    /// <summary>There was no usable word.</summary>
    public static DeliveryState Unknown { get; } = new("unknown");

    private static readonly DeliveryState[] Way = [Sent, Delivered, Read, Played];

    private static readonly DeliveryState[] Known = [Sent, Delivered, Read, Played, Failed];

    /// <summary>
    /// How far it is on the way of a message, to compare with another: sent is less than delivered, delivered less than read, read less than played.
    /// Null for what is not on that way: a failure, and words that are not known. <see cref="StatusOrder"/> takes these into account too.
    /// </summary>
    public int? Rank => Array.IndexOf(Way, this) is >= 0 and var place ? place + 1 : null;

    /// <summary>The state of a word, with the spelling of the known one where only the case differs.</summary>
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

    /// <summary>The word.</summary>
    public override string ToString() => Text;
}
