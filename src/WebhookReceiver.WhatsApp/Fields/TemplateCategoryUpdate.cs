using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The category of a template has changed or will change (Meta's <c>template_category_update</c> webhook reference): check <see cref="IsAnnouncement"/> first. A
/// change and its reversal may follow each other.
/// </summary>
public sealed record TemplateCategoryUpdate : TemplateEvent
{
    /// <summary>Creates an event for a test.</summary>
    public TemplateCategoryUpdate()
    {
    }

    internal TemplateCategoryUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        PreviousCategory = item["previous_category"u8].Name;
        NewCategory = item["new_category"u8].Name;
        CorrectCategory = item["correct_category"u8].Name;
        ChangesAt = item["category_update_timestamp"u8].Time;
        AppealStatus = item["category_appeal_status"u8].Name;
    }

    /// <summary>The category before the change; may be missing even then. Values as in <see cref="NewCategory"/>.</summary>
    public string? PreviousCategory { get; init; }

    /// <summary>
    /// The category in force: after a change the new one, in an announcement still the old one. <c>MARKETING</c>, <c>UTILITY</c>, <c>AUTHENTICATION</c>;
    /// the list is open.
    /// </summary>
    public string? NewCategory { get; init; }

    /// <summary>The future category; in announcements only.</summary>
    public string? CorrectCategory { get; init; }

    /// <summary>When the category will change; in announcements only.</summary>
    public DateTimeOffset? ChangesAt { get; init; }

    /// <summary>Whether the business may object: <c>ELIGIBLE</c>; the list is open.</summary>
    public string? AppealStatus { get; init; }

    /// <summary>Whether the change is only announced: nothing has changed yet, and <see cref="CorrectCategory"/> is the future category.</summary>
    public bool IsAnnouncement => CorrectCategory is not null;
}
