using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Determines the type of a message, even when Meta omits it (<c>Specification/messages.md</c>, section 14, rule T9).</summary>
internal static class MessageTypes
{
    /// <summary>The content members of <c>Specification/messages.md</c>, section 8: a single one of them determines the type of a message without one.</summary>
    private static readonly FrozenSet<string> ContentMembers = new[]
    {
        "text", "image", "video", "audio", "document", "sticker", "location", "contacts", "button", "interactive", "order",
        "reaction", "system", "unsupported", "edit", "revoke", "voice",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static string? Of(WireValue message)
    {
        var type = message["type"u8];
        return type.IsString && type.Name is { } name ? name : OfContent(message);
    }

    private static string? OfContent(WireValue message)
    {
        string? found = null;

        foreach (var member in message.Members)
        {
            if (!(member.Value.IsObject || member.Value.IsArray)
                || member.Name is not { } sent
                || !ContentMembers.TryGetValue(sent, out var name)
                || string.Equals(name, found, StringComparison.Ordinal))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = name;
        }

        return found;
    }
}
