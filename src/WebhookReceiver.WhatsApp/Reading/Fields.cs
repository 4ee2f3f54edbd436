using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Maps each webhook field to how its value is read (<c>Specification/fields.md</c>, section 4).</summary>
internal static class Fields
{
    public const string Messages = "messages";

    private static readonly FrozenDictionary<string, Field> Known =
        AccountFields.All
            .Concat(MessagingFields.All)
            .Append(new(Messages, MessagesField.Field))
            .Append(new("status", MessagesField.Statuses))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all fields.</summary>
    public static IEnumerable<string> All => Known.Keys;

    /// <summary>The name of a field as sent. The most frequent name is always the same string.</summary>
    public static string? NameOf(WireValue name) => name.IsText("messages"u8) ? Messages : name.Name;

    public static Field Of(string? name, WireValue value)
    {
        if (name is null)
        {
            return value["messages"u8].IsArray || value["statuses"u8].IsArray ? MessagesField.Field : Field.Unknown;
        }

        if (Known.TryGetValue(name, out var field) && field.HasLists)
        {
            return field;
        }

        if (AccountFields.IsUpdate(value))
        {
            return AccountFields.Update;
        }

        return field is not null && value.IsObject ? field : Field.Unknown;
    }

    /// <summary>Whether it is the name of a field.</summary>
    public static bool IsKnown(string? name) => name is not null && Known.ContainsKey(name);

    /// <summary>Whether the value is a list where an object is documented, and all its elements are values of this field.</summary>
    public static bool IsListOfValues(string? name, WireValue value)
    {
        if (!value.IsArray || value.Items.IsEmpty)
        {
            return false;
        }

        foreach (var item in value.Items)
        {
            if (!item.IsObject || Of(name, item) == Field.Unknown)
            {
                return false;
            }
        }

        return true;
    }
}
