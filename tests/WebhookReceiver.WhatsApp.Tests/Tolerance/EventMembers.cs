using System.Collections;
using System.Globalization;
using System.Reflection;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>All members of an event with their values, including those of nested records: <c>Errors[0].Details</c>.</summary>
internal static class EventMembers
{
    public static Dictionary<string, string?> Of(WhatsAppEvent received)
    {
        var members = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add(members, string.Empty, received);
        members.Remove(nameof(WhatsAppEvent.RawJson));
        return members;
    }

    private static void Add(Dictionary<string, string?> members, string path, object? value)
    {
        switch (value)
        {
            case null or string or IFormattable or bool or EventKey or DeliveryState or ReadOnlyMemory<byte>:
                members[path] = Convert.ToString(value, CultureInfo.InvariantCulture);
                break;

            case IEnumerable list:
                var count = 0;

                foreach (var item in list)
                {
                    Add(members, $"{path}[{count++}]", item);
                }

                members[$"{path}.Count"] = count.ToString(CultureInfo.InvariantCulture);
                break;

            default:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    Add(members, path.Length is 0 ? property.Name : $"{path}.{property.Name}", property.GetValue(value));
                }

                break;
        }
    }
}
