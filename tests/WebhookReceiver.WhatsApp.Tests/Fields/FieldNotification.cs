namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Notifications of fields with lists.</summary>
internal static class FieldNotification
{
    public static string Of(string field, string list, params string[] items) => OfMembers(field, $"\"{list}\":[{string.Join(',', items)}]");

    public static string OfMembers(string field, string members) => Notification.OfValue(
        $$$"""{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},{{{members}}}}""",
        field);

    public static WhatsAppEvent Event(string field, string list, string item) => Notification.Event(Of(field, list, item));

    public static T Event<T>(string field, string list, string item)
        where T : FieldEvent => Assert.IsType<T>(Event(field, list, item));

    /// <summary>Every item is a separate event, and the same event whether it arrives alone or with the others.</summary>
    public static void AssertAllDiffer(string field, string list, params string[] items)
    {
        var together = Notification.Events(Of(field, list, items)).Select(received => received.Key).ToList();
        var alone = items.Select(item => Event(field, list, item).Key);

        Assert.Equal(items.Length, together.Distinct().Count());
        Assert.Equal(together, alone);
    }

    /// <summary>The items are the same event.</summary>
    public static void AssertSame(string field, string list, params string[] items) =>
        Assert.Single(items.Select(item => Event(field, list, item).Key).Distinct());
}
