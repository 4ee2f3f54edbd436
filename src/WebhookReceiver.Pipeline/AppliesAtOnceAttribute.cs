namespace WebhookReceiver;

/// <summary>Marks a setting that is read again when it changes, so that what is configured now is in force. All others are read at startup. The mark of a secret holds for the path of its file, too.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AppliesAtOnceAttribute : Attribute
{
    /// <summary>Whether it is read again only if it was set at the start.</summary>
    public bool IfSetAtStart { get; init; }
}
