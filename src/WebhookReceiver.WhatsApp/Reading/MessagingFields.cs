namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The fields of the messaging family (<c>Specification/fields.md</c>, section 6): a business number, and lists of which each element is an event.
/// </summary>
internal static class MessagingFields
{
    public static IEnumerable<KeyValuePair<string, Field>> All { get; } =
    [
        new("automatic_events", AutomaticEventsField.Field),
        new("calls", CallsField.Field),
        new("group_lifecycle_update", GroupFields.LifecycleField),
        new("group_participants_update", GroupFields.ParticipantsField),
        new("group_participant_update", GroupFields.ParticipantsField),
        new("group_settings_update", GroupFields.SettingsField),
        new("group_status_update", GroupFields.StatusField),
        new("history", HistoryField.Field),
        new("message_echoes", MessageEchoesField.Field),
        new("smb_app_state_sync", SmbAppStateSyncField.Field),
        new("smb_message_echoes", MessageEchoesField.Field),
        new("standby", StandbyField.Field),
        new("tracking_events", TrackingEventsField.Field),
        new("user_id_update", UserIdUpdateField.Field),
        new("user_preferences", UserPreferencesField.Field),
    ];
}
