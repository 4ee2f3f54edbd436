using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The two fields of templates whose names Meta confuses: the body of the one is printed under the name of the other (<c>spec/fields.md</c> 5.9), so the
/// content decides, and the name only where the content says nothing.
/// </summary>
internal static class TemplateFields
{
    private static readonly FieldReader Quality = WholeChange.ReadAs(static (in source) => new TemplateQualityUpdate(source));

    private static readonly FieldReader Status = WholeChange.ReadAs(static (in source) => new TemplateStatusUpdate(source));

    public static void ReadQuality(ChangeSource change, WireValue value, List<WhatsAppEvent> events) =>
        (IsStatus(value) ? Status : Quality)(change, value, events);

    public static void ReadStatus(ChangeSource change, WireValue value, List<WhatsAppEvent> events) =>
        (IsQuality(value) ? Quality : Status)(change, value, events);

    private static bool IsQuality(WireValue value) => !value["new_quality_score"u8].IsMissing && value["event"u8].IsMissing;

    private static bool IsStatus(WireValue value) => !value["event"u8].IsMissing && value["new_quality_score"u8].IsMissing;
}
