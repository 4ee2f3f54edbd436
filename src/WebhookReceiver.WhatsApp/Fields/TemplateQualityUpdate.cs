using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The quality score of a template changed (Meta's <c>message_template_quality_update</c> webhook reference). It is recognised by its content, because Meta also
/// sends it under the name <c>message_template_status_update</c>; <see cref="WhatsAppEvent.Type"/> is the name that was sent.
/// </summary>
public sealed record TemplateQualityUpdate : TemplateEvent
{
    /// <summary>Creates an event for a test.</summary>
    public TemplateQualityUpdate()
    {
    }

    internal TemplateQualityUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        PreviousQualityScore = item["previous_quality_score"u8].Name;
        NewQualityScore = item["new_quality_score"u8].Name;
    }

    /// <summary>The previous score. Values as in <see cref="NewQualityScore"/>.</summary>
    public string? PreviousQualityScore { get; init; }

    /// <summary><c>GREEN</c>, <c>YELLOW</c>, <c>RED</c>, <c>UNKNOWN</c>; the list is open.</summary>
    public string? NewQualityScore { get; init; }
}
