using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Creates a message from its source.</summary>
internal delegate InboundMessage MessageConstructor(in MessageSource source);

/// <summary>Every word for a type of message, and the type of a message that lacks the word (<c>Specification/messages.md</c>, section 14, rule T9).</summary>
internal static class MessageTypes
{
    /// <summary>
    /// Each word with what it creates, and whether it is also the name of a content member (<c>Specification/messages.md</c>, section 8): a single one of
    /// those determines the type of a message without one.
    /// </summary>
    private static readonly (string Word, MessageConstructor Construct, bool IsContentMember)[] Words =
    [
        ("text", static (in source) => new TextMessage(source), true),
        ("image", static (in source) => new ImageMessage(source), true),
        ("video", static (in source) => new VideoMessage(source), true),
        ("audio", static (in source) => new AudioMessage(source), true),
        ("document", static (in source) => new DocumentMessage(source), true),
        ("sticker", static (in source) => new StickerMessage(source), true),
        ("location", static (in source) => new LocationMessage(source), true),
        ("contacts", static (in source) => new ContactsMessage(source), true),
        ("button", static (in source) => new ButtonMessage(source), true),
        ("interactive", InteractiveReader.Read, true),
        ("order", static (in source) => new OrderMessage(source), true),
        ("reaction", static (in source) => new ReactionMessage(source), true),
        ("system", static (in source) => new SystemMessage(source), true),
        ("edit", static (in source) => new EditMessage(source), true),
        ("revoke", static (in source) => new RevokeMessage(source), true),
        ("request_welcome", static (in source) => new RequestWelcomeMessage(source), false),
        ("unsupported", static (in source) => new UnsupportedMessage(source), true),
        ("unknown", static (in source) => new UnsupportedMessage(source, "unknown"), false),
        ("ephemeral", static (in source) => new UnsupportedMessage(source, "ephemeral"), false),
        ("voice", static (in source) => AudioMessage.OfVoice(source), true),
    ];

    private static readonly FrozenDictionary<string, MessageConstructor> Constructors =
        Words.ToFrozenDictionary(static type => type.Word, static type => type.Construct, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ContentMembers =
        Words.Where(static type => type.IsContentMember).Select(static type => type.Word).ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<string> All => Words.Select(static type => type.Word);

    /// <returns>Null for a word that is not known.</returns>
    public static MessageConstructor? Find(string? type) => type is not null && Constructors.TryGetValue(type, out var construct) ? construct : null;

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
