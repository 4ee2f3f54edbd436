using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Lists that occur where their field is not documented to have them. Nothing is ignored: a known list is read as in its own field, and any other that contains an
/// object becomes a single <see cref="UnknownChange"/>.
/// </summary>
internal static class StrayLists
{
    /// <summary>Excludes those whose name has a different meaning in each field: <c>groups</c>, <c>events</c>.</summary>
    private static readonly ItemList[] Known =
    [
        new("messages"u8, MessageReader.Reader, ItemUsers.One) { Home = Fields.Messages },
        new("statuses"u8, StatusReader.Reader, ItemUsers.One) { Home = Fields.Messages },
        new("user_actions"u8, UserActionReader.Reader) { Home = Fields.Messages },
        new("calls"u8, CallsField.CallReader, ItemUsers.One) { Home = "calls" },
        new("message_echoes"u8, MessageEchoesField.Reader, ItemUsers.One) { Home = "message_echoes" },
        new("history"u8, HistoryField.ChunkReader, ItemUsers.Several) { Home = "history" },
        new("state_sync"u8, SmbAppStateSyncField.Reader) { Home = "smb_app_state_sync" },
        new("user_preferences"u8, UserPreferencesField.Reader, ItemUsers.One) { Home = "user_preferences" },
        new("user_id_update"u8, UserIdUpdateField.Reader, ItemUsers.One) { Home = "user_id_update" },
        new("automatic_events"u8, AutomaticEventsField.Reader) { Home = "automatic_events" },
        new("errors"u8, FieldErrorReader.Reader),
    ];

    private static readonly ItemList Unknown = new(default, static (change, list) => UnknownChangeReader.Read(change, list)) { IsWhole = true };

    /// <summary>The list that a member is; null when it is not one.</summary>
    public static ItemList? Of(WireMember member)
    {
        if (!member.Value.IsArray && !member.Value.IsObject)
        {
            return null;
        }

        foreach (var list in Known)
        {
            if (list.IsNamed(member))
            {
                return list;
            }
        }

        return HoldsObject(member.Value) ? Unknown : null;
    }

    private static bool HoldsObject(WireValue list)
    {
        if (list.IsArray)
        {
            foreach (var item in list.Items)
            {
                if (item.IsObject)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
