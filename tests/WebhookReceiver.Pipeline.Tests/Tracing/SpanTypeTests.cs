using System.Text;
using WebhookReceiver.Tracing;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Tracing;

public sealed class SpanTypeTests
{
    [Theory]
    [InlineData("message.text", "messages", """{"messages":[{"from":"1","id":"m","type":"text","text":{"body":"x"}}]}""")]
    [InlineData("message.text", "messages", """{"messages":[{"from":"1","id":"m","type":"TEXT","text":{"body":"x"}}]}""")]
    [InlineData("message.other", "messages", """{"messages":[{"from":"1","id":"m","type":"maria"}]}""")]
    [InlineData("status.read", "messages", """{"statuses":[{"recipient_id":"1","id":"m","status":"read"}]}""")]
    [InlineData("status.failed", "messages", """{"statuses":[{"recipient_id":"1","id":"m","status":"failed"}]}""")]
    [InlineData("status.other", "messages", """{"statuses":[{"recipient_id":"1","id":"m","status":"maria"}]}""")]
    [InlineData("user_action", "messages", """{"user_actions":[{"action_type":"maria"}]}""")]
    [InlineData("message_template_status_update", "message_template_status_update", """{"event":"APPROVED"}""")]
    [InlineData("other", "maria", """{"event":"APPROVED"}""")]
    [InlineData("other", "messages", """{"maria":[{"a":1}]}""")]
    public void A_type_has_no_word_that_this_version_does_not_know(string expected, string field, string value)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"{{{field}}}","value":{{{value}}}}]}]}""");

        Assert.Equal(expected, SpanType.Of(Assert.Single(WhatsAppPayload.Enumerate(body))));
    }
}
