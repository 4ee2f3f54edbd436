namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>A notification with one text message of each of some users.</summary>
internal static class TextNotification
{
    public const string PhoneNumberId = "106000000000001";

    public static string Of(string id, params string[] users) =>
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{PhoneNumberId}}}"},"messages":["""
        + string.Join(',', users.Select((user, index) => MessageOf(index is 0 ? id : $"{id}.{index}", user)))
        + "]}}]}]}";

    private static string MessageOf(string id, string user) =>
        $$$"""{"from":"{{{user}}}","id":"{{{id}}}","timestamp":"1790000000","type":"text","text":{"body":"Is the blue one in stock?"}}""";
}
