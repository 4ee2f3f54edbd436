namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The fields of the messaging family (<c>spec/fields.md</c> section 6): a business number, and lists of which each element is an event.</summary>
internal static class MessagingFields
{
    public static IEnumerable<KeyValuePair<string, FieldReader>> All { get; } =
    [
        new("automatic_events", AutomaticEventsField.Read),
        new("calls", CallsField.Read),
        new("group_lifecycle_update", GroupFields.ReadLifecycle),
        new("group_participants_update", GroupFields.ReadParticipants),
        new("group_participant_update", GroupFields.ReadParticipants),
        new("group_settings_update", GroupFields.ReadSettings),
        new("group_status_update", GroupFields.ReadStatus),
        new("history", HistoryField.Read),
        new("message_echoes", MessageEchoesField.Read),
        new("smb_app_state_sync", SmbAppStateSyncField.Read),
        new("smb_message_echoes", MessageEchoesField.Read),
        new("standby", StandbyField.Read),
        new("tracking_events", TrackingEventsField.Read),
        new("user_id_update", UserIdUpdateField.Read),
        new("user_preferences", UserPreferencesField.Read),
    ];
}
