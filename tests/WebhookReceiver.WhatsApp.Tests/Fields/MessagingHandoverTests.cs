namespace WebhookReceiver.WhatsApp.Tests;

public sealed class MessagingHandoverTests
{
    [Fact]
    public void A_handover_is_read_with_all_its_members()
    {
        var handover = FieldExample.Read<MessagingHandover>("messaging_handovers/example-1");

        Assert.Equal("whatsapp", handover.MessagingProduct);
        Assert.Equal("15550100042", handover.DisplayPhoneNumber);
        Assert.Equal("control_passed", handover.HandoverType);
        Assert.Equal("ai_agent", handover.PreviousOwnerRole);
        Assert.Equal("escalation", handover.NewOwnerRole);
        Assert.Equal("880000000000005", handover.NewOwnerAppId);
        Assert.Equal("case=17", handover.Metadata);
        Assert.Equal("summary", handover.ContextType);
        Assert.Equal("Customer asks for a refund.", handover.Summary);
    }

    [Fact]
    public void Without_a_type_the_object_says_what_it_is()
    {
        var handover = FieldExample.Read<MessagingHandover>("messaging_handovers/quirk-without-type");

        Assert.Equal("control_taken", handover.HandoverType);
        Assert.Equal("880000000000004", handover.PreviousOwnerAppId);
        Assert.Equal("meta_business_agent", handover.PreviousOwnerAppRole);
        Assert.Equal("880000000000005", handover.NewOwnerAppId);
    }

    [Fact]
    public void The_summary_may_be_next_to_the_object()
    {
        var handover = FieldExample.Read<MessagingHandover>("messaging_handovers/quirk-wa-id-and-context-outside");

        Assert.Equal("Customer asks for the price.", handover.Summary);
        Assert.Equal("summary", handover.ContextType);
        Assert.Equal("case=18", handover.Metadata);
    }

    [Theory]
    [InlineData("""{"control_passed":{}}""", "control_passed")]
    [InlineData("{}", null)]
    public void Without_a_type_and_without_content_it_is_still_a_handover(string value, string? type)
    {
        var handover = FieldExample.Of<MessagingHandover>("messaging_handovers", value);

        Assert.Equal(type, handover.HandoverType);
        Assert.Null(handover.PhoneNumberId);
        Assert.Null(handover.User);
        Assert.Null(handover.ConversationKey);
    }
}
