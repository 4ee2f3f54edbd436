using System.Text.Json;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>One line of the ledger: a handling began, ended well, or was made to fail.</summary>
/// <param name="Step">Which of the three.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="MessageId">Meta's id of the message.</param>
/// <param name="Conversation">Which conversation of the load it belongs to.</param>
/// <param name="Number">Its number in that conversation.</param>
/// <param name="Attempt">The how-manieth handling of the event, as the receiver counts.</param>
/// <param name="Life">The how-manieth process on this folder wrote the line.</param>
/// <param name="TextHash">Over the text as the handler got it.</param>
/// <param name="At">When, by the clock of the machine.</param>
internal sealed record LedgerEntry(
    LedgerStep Step, string Key, string MessageId, int Conversation, int Number, int Attempt, int Life, string TextHash, DateTimeOffset At)
{
    public string ToLine() => JsonSerializer.Serialize(this) + "\n";

    /// <returns>Null for half a line, which a process that was killed in mid-write leaves behind.</returns>
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
