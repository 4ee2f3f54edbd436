using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// What a machine wrote about the conversation so far, for the responder that takes it over (Meta's "messages webhook reference"). For people to read:
/// its wording decides nothing.
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
