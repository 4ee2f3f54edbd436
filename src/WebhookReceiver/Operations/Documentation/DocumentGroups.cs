using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The groups of operations: first what arrives, then whether all is well, then what happened to a message, then the rest.</summary>
internal static class DocumentGroups
{
    public const string Callback = "Callback";
    public const string Health = "Health";
    public const string Session = "Session";

    public static IReadOnlyList<OpenApiTag> All { get; } =
    [
        Group(Callback, "The callback URLs, on the public listener: the handshake, and the notifications. Called by Meta or another sender, never by operators."),
        Group(Health, "Whether the process answers, and whether it would accept a notification now. Without a key."),
        Group("Metrics", "The metrics for Prometheus. Without a key."),
        Group("Overview", "Whether it is receiving and handling: numbers, the last hour, and a live stream."),
        Group("Events", "What happened to a message: its deliveries, each attempt of each handler, its outcome."),
        Group("Deliveries", "What was received, byte for byte."),
        Group("Dead letters", "Events whose handler has failed for good: look at them, replay them, discard them."),
        Group("Handlers", "The handlers and what their calls have come to; pausing and resuming."),
        Group("Jobs", "Replays and discards of many dead letters, which run in the background."),
        Group("Inbox", "The store as a whole: its state, its files, an export, the erasure of a person."),
        Group("Audit", "What operators have done."),
        Group("Doctor", "What is wrong, and what to do about it."),
        Group("Settings", "What is in force, and where each value comes from."),
        Group(Session, "Exchanges a key for a cookie, so that a browser keeps no key. For the console."),
    ];

    private static OpenApiTag Group(string name, string description) => new() { Name = name, Description = description };
}
