using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The configured business number is used where messages, statuses, errors and calls name none, and nowhere else.</summary>
public sealed class AssumedNumberTests
{
    private const string Assumed = "106000000000009";

    [Theory]
    [InlineData("""{"messages":[{"id":"41"}]}""")]
    [InlineData("""{"errors":[{"code":1}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"statuses":[{"id":"1"}]}}]}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"status","value":{"statuses":[{"id":"1"}]}}]}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"calls","value":{"calls":[{"id":"1"}]}}]}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"changes":[{"value":{"messages":[{"id":"1"}]}}]}]}""")]
    public void It_is_that_of_messages_statuses_errors_and_calls_without_one(string body) => Assert.Equal(Assumed, Read(body).PhoneNumberId);

    [Theory]
    [InlineData("""{"metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},"messages":[{"id":"41"}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"calls","value":{"metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},"calls":[{"id":"1"}]}}]}]}""")]
    public void A_number_named_in_the_body_takes_precedence(string body)
    {
        var received = Read(body);

        Assert.Equal(("106000000000001", "15550100200"), (received.PhoneNumberId, received.DisplayPhoneNumber));
    }

    [Theory]
    [InlineData("account_update")]
    [InlineData("account_alerts")]
    [InlineData("phone_number_name_update")]
    [InlineData("account_settings_update")]
    [InlineData("message_template_status_update")]
    [InlineData("field_of_tomorrow")]
    public void Events_of_an_account_or_of_the_settings_of_a_number_never_get_it(string field) =>
        Assert.Null(Read(Notification.OfValue("""{"display_phone_number":"15550100999","event":"X"}""", field)).PhoneNumberId);

    private static WhatsAppEvent Read(string body) => Assert.Single(WhatsAppPayload.Read(Encoding.UTF8.GetBytes(body), Assumed));
}
