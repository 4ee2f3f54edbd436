using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The fields of the account family (<c>Specification/fields.md</c>, section 5), with a flat value and one event per change; and the two fields of the messaging family
/// that resemble them, because they have no metadata and no list.
/// </summary>
internal static class AccountFields
{
    private static readonly Field Usernames = WholeChange.Field(static (in source) => new BusinessUsernameUpdate(source));

    public static Field Update { get; } = WholeChange.Field(static (in source) => new AccountUpdate(source));

    public static IEnumerable<KeyValuePair<string, Field>> All { get; } =
    [
        new("account_alerts", WholeChange.Field(static (in source) => new AccountAlert(source))),
        new("account_review_update", WholeChange.Field(static (in source) => new AccountReviewUpdate(source))),
        new("account_settings_update", AccountSettingsField.Field),
        new("account_update", Update),
        new("business_capability_update", WholeChange.Field(static (in source) => new BusinessCapabilityUpdate(source))),
        new("business_status_update", WholeChange.Field(static (in source) => new BusinessStatusUpdate(source))),
        new("business_username_updates", Usernames),
        new("flows", WholeChange.Field(static (in source) => new FlowUpdate(source))),
        new("message_template_components_update", WholeChange.Field(static (in source) => new TemplateComponentsUpdate(source))),
        new("message_template_quality_update", TemplateFields.Quality),
        new("message_template_status_update", TemplateFields.Status),
        new("messaging_handovers", WholeChange.Field(static (in source) => new MessagingHandover(source))),
        new("partner_solutions", WholeChange.Field(static (in source) => new PartnerSolutionUpdate(source))),
        new("payment_configuration_update", WholeChange.Field(static (in source) => new PaymentConfigurationUpdate(source))),
        new("phone_number_name_update", WholeChange.Field(static (in source) => new PhoneNumberNameUpdate(source))),
        new("phone_number_quality_update", WholeChange.Field(static (in source) => new PhoneNumberQualityUpdate(source))),
        new("security", WholeChange.Field(static (in source) => new SecurityEvent(source))),
        new("template_category_update", WholeChange.Field(static (in source) => new TemplateCategoryUpdate(source))),
        new("template_correct_category_detection", WholeChange.Field(static (in source) => new TemplateCorrectCategoryDetection(source))),

        // Other names for the same fields (Specification/fields.md, section 7): announced in 2025, and a misspelling that some gateways have adopted.
        new("phone_number_username_update", Usernames),
        new("business_username_update", Usernames),
    ];

    /// <summary>A partner's app was installed or removed: an account update that is also sent under other names.</summary>
    public static bool IsUpdate(WireValue value) =>
        value["waba_info"u8].IsObject && value["event"u8].Name is "PARTNER_APP_INSTALLED" or "PARTNER_APP_UNINSTALLED";
}
