namespace WebhookReceiver.Commands.Register;

/// <summary>
/// The webhook fields that an app can subscribe to and whose notifications have types here: those that the App Dashboard offers (<c>Specification/fields.md</c>, section 4), and <c>messages</c>.
/// Meta refuses a subscription that names any other.
/// </summary>
internal static class SubscribableFields
{
    public static IReadOnlyList<string> All { get; } =
    [
        "messages",
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "automatic_events",
        "business_capability_update",
        "business_status_update",
        "business_username_updates",
        "calls",
        "flows",
        "group_lifecycle_update",
        "group_participants_update",
        "group_settings_update",
        "group_status_update",
        "history",
        "message_echoes",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "messaging_handovers",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "smb_message_echoes",
        "standby",
        "template_category_update",
        "template_correct_category_detection",
        "tracking_events",
        "user_preferences",
    ];

    /// <summary>Whether it can be the name of a field, one of Meta's new ones included.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 100 && text.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '_');
}
