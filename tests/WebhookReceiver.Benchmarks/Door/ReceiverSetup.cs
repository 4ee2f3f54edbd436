namespace WebhookReceiver.Benchmarks;

/// <summary>How a receiver is to be started. As it stands: as an operator gets it.</summary>
internal sealed record ReceiverSetup
{
    public string Store { get; init; } = "Journal";

    /// <summary>Settings of the receiver, and with them variables of the runtime. They are applied last, so they win.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The folder into which the host was published; that of this build if null.</summary>
    public string? Host { get; init; }

    /// <summary>What its handlers do, if it gets those of <see cref="OddHandlersStartup"/>.</summary>
    public OddHandlers Handlers { get; init; }

    /// <summary>How many file handles it may have, where it is to have fewer than this program.</summary>
    public int? FileHandles { get; init; }

    /// <summary>How long it may take until it is ready.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);
}
