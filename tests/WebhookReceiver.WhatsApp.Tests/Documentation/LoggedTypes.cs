namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// How the event log names the events of a type. An empty event says so itself, unless the word comes from the wire; then the notifications
/// in <c>Resources</c> show it.
/// </summary>
internal static class LoggedTypes
{
    private const string Nameless = "unknown";

    private static readonly ILookup<Type, string> Seen = ResourceFile.Names
        .SelectMany(name => WhatsAppPayload.Read(new ResourceFile(name).Body))
        .ToLookup(received => received.GetType(), received => received.Type);

    public static string Of(Type type)
    {
        var own = ((WhatsAppEvent)Activator.CreateInstance(type)!).Type;

        if (own.EndsWith($".{Nameless}", StringComparison.Ordinal))
        {
            return $"`{own[..^Nameless.Length]}…`";
        }

        if (own is not Nameless)
        {
            return $"`{own}`";
        }

        return type == typeof(UnknownChange)
            ? "any other field"
            : string.Join(", ", Seen[type].Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(word => $"`{word}`"));
    }
}
