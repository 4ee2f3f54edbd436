using System.Text;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads an interactive message into the kind of reply that it is (<c>Specification/messages.md</c>, section 8.10).</summary>
internal static class InteractiveReader
{
    private static readonly (string Kind, byte[] Member, MessageConstructor Construct)[] Kinds =
    [
        Kind("button_reply", static (in source) => new ButtonReply(source)),
        Kind("list_reply", static (in source) => new ListReply(source)),
        Kind("nfm_reply", static (in source) => new FlowReply(source)),
        Kind("call_permission_reply", static (in source) => new CallPermissionReply(source)),
        Kind("payment_method", static (in source) => new PaymentMethodReply(source)),
        Kind("payment_notification", static (in source) => new PaymentNotification(source)),
    ];

    /// <summary>One sample in the documentation has <c>interactive</c> in place of the kind, so when the word is no help the member that is present decides.</summary>
    public static InboundMessage Read(in MessageSource source)
    {
        var interactive = source.Event.Item["interactive"u8];

        return ByWord(interactive["type"u8].Name) is { } byWord ? byWord(source)
            : ByMember(interactive) is { } byMember ? byMember(source)
            : new UnknownMessage(source, "interactive");
    }

    private static MessageConstructor? ByWord(string? word) =>
        Array.Find(Kinds, kind => string.Equals(kind.Kind, word, StringComparison.OrdinalIgnoreCase)).Construct;

    private static MessageConstructor? ByMember(WireValue interactive)
    {
        foreach (var kind in Kinds)
        {
            if (interactive[kind.Member].IsObject)
            {
                return kind.Construct;
            }
        }

        return null;
    }

    private static (string Kind, byte[] Member, MessageConstructor Construct) Kind(string kind, MessageConstructor construct) =>
        (kind, Encoding.UTF8.GetBytes(kind), construct);
}
