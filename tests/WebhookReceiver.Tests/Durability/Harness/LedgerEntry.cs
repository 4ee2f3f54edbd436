using System.Text.Json;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>One line of the ledger: a handling started, succeeded, or was made to fail.</summary>
/// <param name="Step">Which of the three.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="MessageId">Meta's id of the message.</param>
/// <param name="Conversation">The conversation of the load that it belongs to.</param>
/// <param name="Number">Its number in that conversation.</param>
/// <param name="Attempt">The attempt number, as counted by the receiver.</param>
/// <param name="Life">The number of the process on this folder that wrote the line.</param>
/// <param name="TextHash">The hash of the text as received by the handler.</param>
/// <param name="At">The time by the machine's clock.</param>
internal sealed record LedgerEntry(
    LedgerStep Step, string Key, string MessageId, int Conversation, int Number, int Attempt, int Life, string TextHash, DateTimeOffset At)
{
    public string ToLine() => JsonSerializer.Serialize(this) + "\n";

    /// <returns>Null for half a line, which a process killed in the middle of a write leaves behind.</returns>
    public static LedgerEntry? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerEntry>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal enum LedgerStep
{
    Began,
    Ended,
    Failed,
}
