using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Notifications with as little as possible around the item under test, and the events that they are read into.</summary>
internal static class Notification
{
    public const string Account = "102000000000001";

    public const string PhoneNumberId = "106000000000001";

    private const string Metadata = $$"""{"display_phone_number":"15550100200","phone_number_id":"{{PhoneNumberId}}"}""";

    public static string OfMessages(params string[] items) => OfMembers($"\"messages\":[{string.Join(',', items)}]");

    public static string OfStatuses(params string[] items) => OfMembers($"\"statuses\":[{string.Join(',', items)}]");

    public static string OfErrors(params string[] items) => OfMembers($"\"errors\":[{string.Join(',', items)}]");

    public static string OfMembers(params string[] members) =>
        OfValue($$"""{"messaging_product":"whatsapp","metadata":{{Metadata}},{{string.Join(',', members)}}}""");

    public static string OfValue(string value, string field = "messages") =>
        OfEntries($$"""{"id":"{{Account}}","changes":[{"field":"{{field}}","value":{{value}}}]}""");

    public static string OfEntries(params string[] entries) =>
        $$"""{"object":"whatsapp_business_account","entry":[{{string.Join(',', entries)}}]}""";

    public static string Text(string id = "wamid.1", string from = "15550100300", string body = "Good morning") =>
        $$$"""{"from":"{{{from}}}","id":"{{{id}}}","timestamp":"1781000000","type":"text","text":{"body":"{{{body}}}"}}""";

    public static string Status(string id = "wamid.1", string state = "read", string recipient = "15550100300") =>
        $$"""{"id":"{{id}}","status":"{{state}}","timestamp":"1781000000","recipient_id":"{{recipient}}"}""";

    public static IReadOnlyList<WhatsAppEvent> Events(string body) => WhatsAppPayload.Read(Encoding.UTF8.GetBytes(body));

    public static WhatsAppEvent Event(string body) => Assert.Single(Events(body));

    /// <summary>Reads <paramref name="item"/> as the only message.</summary>
    public static T Message<T>(string item)
        where T : InboundMessage => Assert.IsType<T>(Event(OfMessages(item)));

    /// <summary>Reads a text message with <paramref name="members"/> in addition to its own.</summary>
    public static TextMessage TextWith(string members) =>
        Message<TextMessage>($$"""{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"Hello"},{{members}}}""");

    public static MessageStatus StatusOf(string item) => Assert.IsType<MessageStatus>(Event(OfStatuses(item)));

    /// <summary>Reads a delivery report with <paramref name="members"/> in addition to its own.</summary>
    public static MessageStatus StatusWith(string members) =>
        StatusOf($$"""{"id":"wamid.1","status":"sent","timestamp":"1781000000","recipient_id":"15550100300",{{members}}}""");

    public static string RawText(WhatsAppEvent received) => Encoding.UTF8.GetString(received.RawJson.Span);
}
