namespace WebhookReceiver.WhatsApp.Tests;

public sealed class PermissionAndPaymentRepliesTests
{
    [Theory]
    [InlineData("\"1781604940\"")]
    [InlineData("1781604940")]
    public void A_permission_to_call_says_until_when(string expiration)
    {
        var message = Reply<CallPermissionReply>(
            "call_permission_reply",
            $$"""{"response":"accept","is_permanent":false,"expiration_timestamp":{{expiration}},"response_source":"user_action"}""");

        Assert.Equal("accept", message.Response);
        Assert.False(message.IsPermanent);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781604940), message.ExpiresAt);
        Assert.Equal("user_action", message.ResponseSource);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void A_refusal_has_no_end()
    {
        var message = Reply<CallPermissionReply>("call_permission_reply", """{"response":"reject","response_source":"user_action"}""");

        Assert.Equal("reject", message.Response);
        Assert.Null(message.IsPermanent);
        Assert.Null(message.ExpiresAt);
    }

    [Fact]
    public void Without_a_type_the_permission_is_recognised_by_its_member() =>
        Assert.Equal("accept", Notification.Message<CallPermissionReply>(
            """{"id":"wamid.1","interactive":{"call_permission_reply":{"response":"accept"}}}""").Response);

    [Fact]
    public void A_payment_with_a_stored_card_names_order_and_card()
    {
        var message = Reply<PaymentMethodReply>(
            "payment_method",
            """{"payment_method":"offsite_card_pay","payment_timestamp":1781000149,"reference_id":"order-501","last_four_digits":"0042","credential_id":"cred-7"}""");

        Assert.Equal("offsite_card_pay", message.PaymentMethod);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000149), message.PaymentRequestedAt);
        Assert.Equal("order-501", message.ReferenceId);
        Assert.Equal("0042", message.LastFourDigits);
        Assert.Equal("cred-7", message.CredentialId);
        Assert.DoesNotContain("cred-7", message.ToString(), StringComparison.Ordinal);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void A_payment_notification_names_order_and_payer()
    {
        var message = Reply<PaymentNotification>(
            "payment_notification", """{"reference_id":"order-501","transaction_id":"t-1","payment_status":"success","payer_name":"Mira"}""");

        Assert.Equal("order-501", message.ReferenceId);
        Assert.Equal("t-1", message.TransactionId);
        Assert.Equal("success", message.Status);
        Assert.Equal("Mira", message.PayerName);
        Assert.Empty(message.UnreadMembers());
    }

    private static T Reply<T>(string kind, string reply)
        where T : InteractiveMessage =>
        Notification.Message<T>($$$"""{"id":"wamid.1","type":"interactive","interactive":{"type":"{{{kind}}}","{{{kind}}}":{{{reply}}}}}""");
}
