namespace WebhookReceiver.Inbox;

/// <summary>How far the handling of one event has come.</summary>
internal sealed class EventProgress
{
    private static readonly Dictionary<string, HandlerProgress> None = [];

    // As a rule every handler succeeds and nothing is kept of them, so nothing is made for it.
    private Dictionary<string, HandlerProgress>? handlers;

    /// <summary>How often a handling was begun.</summary>
    public int Starts { get; set; }

    public IReadOnlyDictionary<string, HandlerProgress> Handlers => handlers ?? None;

    public void Finished(string handler) => Known()[handler] = new HandlerProgress(IsFinished: true, Failure: null);

    public void Failed(string handler, HandlerFailure failure) => Known()[handler] = new HandlerProgress(IsFinished: false, failure);

    private Dictionary<string, HandlerProgress> Known() => handlers ??= new(StringComparer.Ordinal);
}

/// <summary>How far one handler has come with an event.</summary>
/// <param name="IsFinished">It succeeded or was given up: it is not called again.</param>
/// <param name="Failure">The last failure of one that is to be called again.</param>
internal readonly record struct HandlerProgress(bool IsFinished, HandlerFailure? Failure);
