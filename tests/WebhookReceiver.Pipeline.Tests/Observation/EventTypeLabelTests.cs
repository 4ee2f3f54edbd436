using System.Text;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Observation;

/// <summary>Types that the vocabulary knows have a label; a word that Meta or anybody else makes up has none, so nobody outside can make series.</summary>
public sealed class EventTypeLabelTests
{
    [Fact]
    public void Every_documented_message_status_and_action_has_its_type_as_in_the_event_log()
    {
        Assert.All(SpecifiedWords.Messages, static word => AssertLabelled(EventOf($$"""{"messages":[{"id":"m","from":"1","timestamp":"1","type":"{{word.Type}}","{{word.Type}}":{"type":"{{word.Kind}}"} }]}"""), $"message.{word.Type}"));
        Assert.All(SpecifiedWords.Statuses, static word => AssertLabelled(EventOf($$"""{"statuses":[{"id":"m","recipient_id":"1","timestamp":"1","status":"{{word.Status}}"}]}"""), $"status.{word.Status}"));
        Assert.All(SpecifiedWords.UserActions, static word => AssertLabelled(EventOf($$"""{"user_actions":[{"timestamp":"1","action_type":"{{word.Action}}"}]}"""), $"user_action.{word.Action}"));
        AssertLabelled(EventOf("""{"errors":[{"code":1}]}"""), "error");
    }

    [Fact]
    public void Every_field_with_a_type_has_its_name()
    {
        // Meta documents this one without saying what is in it.
        foreach (var (field, _) in SpecifiedWords.Fields.Where(static field => field.Field is not "consumer_profile"))
        {
            Assert.Equal(field, EventTypeLabel.Of(new AccountUpdate { Field = field }));
        }
    }

    [Theory]
    [InlineData("""{"messages":[{"id":"m","from":"1","timestamp":"1","type":"hologram","hologram":{}}]}""", "message.hologram")]
    [InlineData("""{"statuses":[{"id":"m","recipient_id":"1","timestamp":"1","status":"dreamt"}]}""", "status.dreamt")]
    [InlineData("""{"user_actions":[{"timestamp":"1","action_type":"wink"}]}""", "user_action.wink")]
    [InlineData("""{"holograms":[{"id":"m","timestamp":"1"}]}""", "messages.holograms")]
    public void A_word_from_outside_is_no_label(string value, string type)
    {
        var message = EventOf(value);

        Assert.Equal(type, message.Type);
        Assert.Equal("other", EventTypeLabel.Of(message));
    }

    [Fact]
    public void An_unknown_field_is_no_label_and_letter_case_makes_no_second_one()
    {
        Assert.Equal("other", EventTypeLabel.Of(new UnknownChange { Field = "holograms" }));
        Assert.Equal("other", EventTypeLabel.Of(new UnknownChange { Field = "flows", Member = "x" }));
        Assert.Equal("other", EventTypeLabel.Of(new AccountUpdate { Field = "holograms" }));
        Assert.Equal("other", EventTypeLabel.Of(new AccountUpdate()));
        Assert.Equal("partner", EventTypeLabel.Of(new PartnerEvent { Event = "whatever" }));
        Assert.Equal("other", EventTypeLabel.Of(null));
        Assert.Equal("account_update", EventTypeLabel.Of(new AccountUpdate { Field = "ACCOUNT_UPDATE" }));
    }

    private static void AssertLabelled(WhatsAppEvent message, string label)
    {
        Assert.Equal(label, message.Type);
        Assert.Equal(label, EventTypeLabel.Of(message));
    }

    private static WhatsAppEvent EventOf(string value) => Assert.Single(WhatsAppPayload.Enumerate(Encoding.UTF8.GetBytes(
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{{value}} }]}]}"""), phoneNumberId: null));
}
