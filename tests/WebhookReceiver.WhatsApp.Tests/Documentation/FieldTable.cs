using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// The result of reading everything that Meta's documentation names: each word is sent through the reader, and the row shows what came out. For the fields it shows
/// the results of the notifications in <c>Resources</c>.
/// </summary>
internal static class FieldTable
{
    public static string Write()
    {
        var table = new StringBuilder("| Field | `type` in the event log | C# type | Since |\n|---|---|---|---|\n");

        foreach (var row in Messages().Concat(Fields()).Concat(Others()))
        {
            table.Append(row).Append('\n');
        }

        return table.ToString();
    }

    private static IEnumerable<string> Messages()
    {
        foreach (var (type, kind, since) in SpecifiedWords.Messages)
        {
            var content = kind is null ? "{}" : $$$"""{"type":"{{{kind}}}","{{{kind}}}":{}}""";
            yield return Row("messages", Notification.OfMessages($$"""{"id":"1","type":"{{type}}","{{type}}":{{content}}}"""), kind, since);
        }

        foreach (var (status, since) in SpecifiedWords.Statuses)
        {
            yield return Row("messages", Notification.OfStatuses(Notification.Status(state: status)), kind: null, since);
        }

        foreach (var (action, since) in SpecifiedWords.UserActions)
        {
            yield return Row("messages", Notification.OfMembers($$"""
                "user_actions":[{"action_type":"{{action}}"}]
                """), kind: null, since);
        }

        yield return Row("messages", Notification.OfErrors("""{"code":1}"""), kind: null, "–");
        yield return "| `messages` | `message.…` | `UnknownMessage` | new ones |";
    }

    private static IEnumerable<string> Fields()
    {
        var seen = ResourceFile.Names
            .SelectMany(name => WhatsAppPayload.Read(new ResourceFile(name).Body))
            .OfType<FieldEvent>()
            .Where(received => received.Field is not null)
            .ToLookup(received => received.Field!, received => received.GetType().Name, StringComparer.Ordinal);

        return
            from specified in SpecifiedWords.Fields
            let types = seen[specified.Field].Distinct().Where(type => type is not nameof(UnknownChange)).DefaultIfEmpty(nameof(UnknownChange))
            from type in types.Order(StringComparer.Ordinal)
            select $"| `{specified.Field}` | `{specified.Field}` | `{type}` | {specified.Since} |";
    }

    private static IEnumerable<string> Others() =>
    [
        "| any other field | its name | `UnknownChange` | new ones |",
        "| another `object` | `<object>.<field>` | `UnknownChange` | – |",
        "| an undocumented list of objects | `<field>.<member>`, or `<object>.<member>` around the changes; a known list as in its own field | `UnknownChange` | new ones |",
        "| `messaging` in an entry | `<object>.messaging` | `UnknownChange` | – |",
        "| 360dialog, to partners | `partner.…` | `PartnerEvent` | – |",
        "| none: an unreadable body | `unreadable` | `UnreadableDelivery` | – |",
    ];

    private static string Row(string field, string body, string? kind, string since)
    {
        var received = Notification.Event(body);
        return $"| `{field}` | `{received.Type}`{(kind is null ? string.Empty : $", `{kind}`")} | `{received.GetType().Name}` | {since} |";
    }
}
