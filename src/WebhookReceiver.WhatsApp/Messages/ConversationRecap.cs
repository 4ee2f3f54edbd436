using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A machine-written summary of the conversation so far, for the responder that takes it over (Meta's "messages webhook reference"). For people to read:
/// do not base decisions on its wording.
/// </summary>
public sealed record ConversationRecap
{
    /// <summary><c>summary</c>; the list is open.</summary>
    public string? Type { get; init; }

    /// <summary>The text.</summary>
    public string? Text { get; init; }

    internal static ConversationRecap? Read(WireValue recap) => !recap.IsObject ? null : new()
    {
        Type = recap["type"u8].Name,
        Text = recap["summary"u8]["text"u8].Text,
    };
}
