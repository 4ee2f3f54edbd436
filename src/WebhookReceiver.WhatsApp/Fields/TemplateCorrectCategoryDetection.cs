using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>Meta considers the category of a template wrong (<c>Specification/fields.md</c>, section 5.17); nothing has changed yet.</summary>
public sealed record TemplateCorrectCategoryDetection : TemplateEvent
{
    /// <summary>Creates an event for a test.</summary>
    public TemplateCorrectCategoryDetection()
    {
    }

    internal TemplateCorrectCategoryDetection(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        Category = item["category"u8].Name;
        CorrectCategory = item["correct_category"u8].Name;
    }

    /// <summary>The category in force: <c>MARKETING</c>, <c>UTILITY</c>, <c>AUTHENTICATION</c>; the list is open.</summary>
    public string? Category { get; init; }

    /// <summary>The category that Meta considers correct: <c>MARKETING</c>, <c>AUTHENTICATION</c>; the list is open.</summary>
    public string? CorrectCategory { get; init; }
}
