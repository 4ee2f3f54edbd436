using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The two template fields whose names Meta confuses: the body of one is printed under the name of the other (<c>Specification/fields.md</c>, section
/// 5.9), so the content decides, and the name only when the content is not conclusive.
/// </summary>
internal static class TemplateFields
{
    private static readonly EventReader ReadQuality = WholeChange.ReadAs(static (in source) => new TemplateQualityUpdate(source));

    private static readonly EventReader ReadStatus = WholeChange.ReadAs(static (in source) => new TemplateStatusUpdate(source));

    public static Field Quality { get; } = new(static (change, value) => (IsStatus(value) ? ReadStatus : ReadQuality)(change, value));

    public static Field Status { get; } = new(static (change, value) => (IsQuality(value) ? ReadQuality : ReadStatus)(change, value));

    private static bool IsQuality(WireValue value) => !value["new_quality_score"u8].IsMissing && value["event"u8].IsMissing;

    private static bool IsStatus(WireValue value) => !value["event"u8].IsMissing && value["new_quality_score"u8].IsMissing;
}
