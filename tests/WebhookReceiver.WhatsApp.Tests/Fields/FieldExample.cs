namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>An event from a file in <c>Resources</c>, or from a value written in the test, as the type that it must have.</summary>
internal static class FieldExample
{
    public static T Read<T>(string name, int place = 0)
        where T : WhatsAppEvent => Assert.IsType<T>(WhatsAppPayload.Read(new ResourceFile(name).Body)[place]);

    public static T Of<T>(string field, string value)
        where T : WhatsAppEvent => Assert.IsType<T>(Notification.Event(Notification.OfValue(value, field)));
}
