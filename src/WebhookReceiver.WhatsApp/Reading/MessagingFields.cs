namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The fields of the messaging family (<c>spec/fields.md</c> section 6): a business number, and lists of which each element is an event.</summary>
internal static class MessagingFields
{
    public static IEnumerable<KeyValuePair<string, FieldReader>> All { get; } =
    [
        new("user_preferences", UserPreferencesField.Read),
    ];
}
