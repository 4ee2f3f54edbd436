namespace WebhookReceiver.WhatsApp.Tests;

public sealed class TemplateEventTests
{
    [Theory]
    [InlineData("message_template_components_update/example-1", "en_GB")]
    [InlineData("message_template_quality_update/example-1", "en-GB")]
    [InlineData("message_template_status_update/example-1", "en_GB")]
    [InlineData("template_category_update/example-1", "en_GB")]
    [InlineData("template_category_update/quirk-without-the-category-before", "en-GB")]
    [InlineData("template_correct_category_detection/example-1", "en_GB")]
    public void Every_event_names_its_template_in_the_same_way(string name, string language)
    {
        var template = Assert.IsType<TemplateEvent>(WhatsAppPayload.Read(new ResourceFile(name).Body)[0], exactMatch: false);

        Assert.Equal("9100000000000017", template.TemplateId);
        Assert.Equal("parcel_on_its_way", template.TemplateName);
        Assert.Equal(language, template.TemplateLanguage);
    }

    [Fact]
    public void The_components_are_read_with_all_their_members()
    {
        var update = FieldExample.Read<TemplateComponentsUpdate>("message_template_components_update/example-1");

        Assert.Equal("Parcel", update.Title);
        Assert.Equal("Hello {{1}}, parcel {{2}} left the depot.", update.Body);
        Assert.Equal("Example shop", update.Footer);
        Assert.Equal(
            [
                new() { ButtonType = "URL", Text = "Track", Url = "https://shop.example/t/{{1}}" },
                new() { ButtonType = "PHONE_NUMBER", Text = "Call", PhoneNumber = "+15550100042" },
            ],
            update.Buttons);
    }

    [Theory]
    [InlineData("message_template_quality_update/example-1", "message_template_quality_update")]
    [InlineData("message_template_quality_update/quirk-under-the-name-of-the-status", "message_template_status_update")]
    public void A_quality_score_is_recognised_whatever_its_name(string name, string type)
    {
        var update = FieldExample.Read<TemplateQualityUpdate>(name);

        Assert.Equal(type, update.Type);
        Assert.Equal("GREEN", update.PreviousQualityScore);
        Assert.Equal("YELLOW", update.NewQualityScore);
    }

    [Fact]
    public void An_announced_category_is_not_yet_in_force()
    {
        var update = FieldExample.Read<TemplateCategoryUpdate>("template_category_update/example-1");

        Assert.True(update.IsAnnouncement);
        Assert.Equal("UTILITY", update.NewCategory);
        Assert.Equal("MARKETING", update.CorrectCategory);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790100000), update.ChangesAt);
    }

    [Fact]
    public void A_changed_category_is_in_force()
    {
        var update = FieldExample.Read<TemplateCategoryUpdate>("template_category_update/example-1", 1);

        Assert.False(update.IsAnnouncement);
        Assert.Equal("UTILITY", update.PreviousCategory);
        Assert.Equal("MARKETING", update.NewCategory);
    }

    [Fact]
    public void A_changed_category_may_lack_the_one_before()
    {
        var update = FieldExample.Read<TemplateCategoryUpdate>("template_category_update/quirk-without-the-category-before");

        Assert.False(update.IsAnnouncement);
        Assert.Null(update.PreviousCategory);
        Assert.Equal("MARKETING", update.NewCategory);
        Assert.Equal("ELIGIBLE", update.AppealStatus);
    }

    [Fact]
    public void The_category_that_Meta_considers_correct_is_next_to_the_one_in_force()
    {
        var detection = FieldExample.Read<TemplateCorrectCategoryDetection>("template_correct_category_detection/example-1");

        Assert.Equal("UTILITY", detection.Category);
        Assert.Equal("MARKETING", detection.CorrectCategory);
    }
}
