using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>An event of the world, and everything known about its handling.</summary>
internal sealed class KnownEvent(string name, string user, string message, EventKey key)
{
    private readonly Dictionary<string, int> calls = new(StringComparer.Ordinal);

    public string Name => name;

    public string User => user;

    /// <summary>The JSON of the message.</summary>
    public string Message => message;

    public EventKey Key => key;

    /// <summary>Whether it is healthy: faults of other events must not delay it.</summary>
    public bool IsHealthy { get; init; }

    public bool IsPoison { get; init; }

    /// <summary>How often the process has died of it since it arrived, or since its dead letter was replayed.</summary>
    public int Deaths { get; set; }

    /// <summary>The step at which it first reached the door.</summary>
    public int? SubmittedAt { get; set; }

    /// <summary>The step at which a delivery with it was acknowledged for the first time, and the time.</summary>
    public (int Step, long Time)? Acknowledged { get; set; }

    public bool IsOf(string sender) => string.Equals(user, sender, StringComparison.Ordinal);

    /// <summary>Whether a handler or a predicate has seen it.</summary>
    public bool IsSeen { get; set; }

    /// <summary>How often predicates were asked about it.</summary>
    public int Asked { get; set; }

    public List<LedgerCall> Calls { get; } = [];

    /// <summary>Handlers whose predicate refused it most recently, each with the life in which it did.</summary>
    public Dictionary<string, int> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Handlers whose dead letter was replayed.</summary>
    public HashSet<string> Replayed { get; } = new(StringComparer.Ordinal);

    /// <summary>Handlers whose dead letter the operator discarded.</summary>
    public HashSet<string> Discarded { get; } = new(StringComparer.Ordinal);

    public int CallsOf(string handler) => calls.GetValueOrDefault(handler);

    public bool HasSuccess(string handler) => Calls.Exists(call => call.IsEffective && call.IsOf(handler));

    public void Add(LedgerCall call)
    {
        Calls.Add(call);
        calls[call.Handler] = CallsOf(call.Handler) + 1;
    }
}
