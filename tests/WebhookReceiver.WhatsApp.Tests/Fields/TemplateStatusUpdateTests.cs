namespace WebhookReceiver.WhatsApp.Tests;

public sealed class TemplateStatusUpdateTests
{
    private const string Examples = "message_template_status_update/example-1";

    private const string Quirks = "message_template_status_update/quirk-reason-and-date";

    [Fact]
    public void An_approval_is_read_with_all_its_members()
    {
        var update = FieldExample.Read<TemplateStatusUpdate>(Examples);

        Assert.Equal("APPROVED", update.Event);
        Assert.Equal("UTILITY", update.TemplateCategory);
    }

    [Fact]
    public void A_pause_says_which_it_is()
    {
        var update = FieldExample.Read<TemplateStatusUpdate>(Examples, 1);

        Assert.Equal("SECOND_PAUSE", update.OtherInfoTitle);
        Assert.Equal("Example text", update.OtherInfoDescription);
    }

    [Fact]
    public void A_rejection_comes_with_advice()
    {
        var update = FieldExample.Read<TemplateStatusUpdate>(Examples, 2);

        Assert.Equal("INVALID_FORMAT", update.Reason);
        Assert.Equal("Example reason", update.RejectionDetails);
        Assert.Equal("Example advice", update.RejectionRecommendation);
    }

    [Theory]
    [InlineData(Examples, 0)]
    [InlineData(Examples, 1)]
    [InlineData(Quirks, 0)]
    [InlineData(Quirks, 1)]
    public void The_word_none_and_null_and_nothing_all_mean_no_reason(string name, int place) =>
        Assert.Null(FieldExample.Read<TemplateStatusUpdate>(name, place).Reason);

    [Theory]
    [InlineData(Examples, 3)]
    [InlineData(Quirks, 0)]
    public void The_date_may_be_a_number_or_a_number_in_quotes(string name, int place)
    {
        var update = FieldExample.Read<TemplateStatusUpdate>(name, place);

        Assert.Equal("1790600000", update.DisableDate);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790600000), update.DisableAt);
    }

    [Fact]
    public void The_date_may_be_prose()
    {
        var update = FieldExample.Read<TemplateStatusUpdate>(Quirks, 1);

        Assert.Equal("September 28, 2026", update.DisableDate);
        Assert.Null(update.DisableAt);
    }

    [Fact]
    public void A_status_is_recognised_under_the_name_of_the_quality()
    {
        var update = FieldExample.Read<TemplateStatusUpdate>("message_template_status_update/quirk-under-the-name-of-the-quality");

        Assert.Equal("message_template_quality_update", update.Type);
        Assert.Equal("APPROVED", update.Event);
    }
}
