namespace WebhookReceiver.Watchdog;

/// <summary>What the watchdog looks for.</summary>
internal enum Alert
{
    /// <summary>Nothing was accepted for longer than usual.</summary>
    Silence,

    /// <summary>Deliveries are refused because their proof is wrong, and none is accepted: the secret is probably wrong.</summary>
    Refused,

    /// <summary>Events arrive late: Meta repeats what it could not deliver.</summary>
    Retried,

    /// <summary>An event has been open for too long.</summary>
    OldEvents,

    /// <summary>Dead letters were written.</summary>
    DeadLetters,

    /// <summary>The disk is getting full.</summary>
    Disk,

    /// <summary>A certificate ends soon, or has ended.</summary>
    Certificate,
}

/// <summary>The names under which alerts appear in metrics, readiness and what is posted. They never change once released.</summary>
internal static class AlertExtensions
{
    public static IReadOnlyList<Alert> All { get; } = Enum.GetValues<Alert>();

    public static string Name(this Alert alert) => alert switch
    {
        Alert.Silence => "silence",
        Alert.Refused => "refused",
        Alert.Retried => "retried",
        Alert.OldEvents => "old_events",
        Alert.DeadLetters => "dead_letters",
        Alert.Disk => "disk",
        Alert.Certificate => "certificate",
        _ => throw new ArgumentOutOfRangeException(nameof(alert), alert, "An alert without a name."),
    };
}
