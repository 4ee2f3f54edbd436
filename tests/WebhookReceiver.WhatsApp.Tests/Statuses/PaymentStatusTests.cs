namespace WebhookReceiver.WhatsApp.Tests;

public sealed class PaymentStatusTests
{
    [Fact]
    public void A_payment_has_an_order_an_amount_and_an_attempt()
    {
        var status = Notification.StatusOf(
            """
            {"id":"wamid.1","type":"payment","status":"captured","timestamp":"1781000330","recipient_id":"919900000001","payment":{
             "reference_id":"order-501","amount":{"value":21050,"offset":100},"currency":"INR","transaction":{"id":"pgorder_1",
              "pg_transaction_id":"pgpay_1","type":"razorpay","status":"success","created_timestamp":"1781000320","updated_timestamp":1781000328,
              "method":{"type":"upi"},"error":{"code":"E1","reason":"Declined"},"amount":{"value":1,"offset":100},"order_amount":{"value":2,"offset":100},
              "currency":"INR","refunds":[{"id":"rf-1"}]},"receipt":"r-1"}}
            """);

        var payment = Assert.IsType<PaymentStatus>(status.Payment);
        Assert.Equal("payment", status.StatusType);
        Assert.Equal("order-501", payment.ReferenceId);
        Assert.Equal(210.50m, payment.Amount?.Amount);
        Assert.Equal("INR", payment.Currency);
        Assert.Equal("r-1", payment.Receipt);
        Assert.Equal(
            new PaymentTransaction
            {
                Id = "pgorder_1",
                ProviderTransactionId = "pgpay_1",
                Type = "razorpay",
                Status = "success",
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1781000320),
                UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(1781000328),
                Method = "upi",
                ErrorCode = "E1",
                ErrorReason = "Declined",
                Amount = new PaymentAmount { Value = 1, Offset = 100 },
                OrderAmount = new PaymentAmount { Value = 2, Offset = 100 },
                Currency = "INR",
                Refunds = payment.Transaction!.Refunds,
            },
            payment.Transaction);
        Assert.Equal("rf-1", Assert.Single(payment.Transaction.Refunds).Id);
        Assert.Empty(status.UnreadMembers());
    }

    [Fact]
    public void Refunds_are_read()
    {
        var status = Notification.StatusWith(
            """
            "payment":{"refunds":[{"id":"rf-1","amount":{"value":100,"offset":100},"speed_processed":"instant","status":"success",
             "created_timestamp":1781000330,"updated_timestamp":"1781000331"}]}
            """);

        Assert.Equal(
            new PaymentRefund
            {
                Id = "rf-1",
                Amount = new PaymentAmount { Value = 100, Offset = 100 },
                SpeedProcessed = "instant",
                Status = "success",
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1781000330),
                UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(1781000331),
            },
            Assert.Single(status.Payment!.Refunds));
        Assert.Empty(status.UnreadMembers());
    }

    [Fact]
    public void What_the_business_gave_the_provider_is_read_by_name()
    {
        var status = Notification.StatusWith(
            """ "payment":{"udf1":"a","udf4":"b","additional_info7":"c","extra2":"d","extra_fee":"no","notes":{"k":"v","caf\u00e9":7,"\ud800":"x","o":{}}} """);

        Assert.Equal(
            [new("udf1", "a"), new("udf4", "b"), new("additional_info7", "c"), new("extra2", "d")],
            status.Payment!.Echo.OrderBy(pair => pair.Value, StringComparer.Ordinal));
        Assert.Equal("v", status.Payment.Notes["k"]);
        Assert.Equal("7", status.Payment.Notes["café"]);
        Assert.Equal(2, status.Payment.Notes.Count);
        Assert.Contains("payment.extra_fee", status.UnreadMembers());
    }

    [Theory]
    [InlineData("""{"value":"21000","offset":"100"}""", "210")]
    [InlineData("""{"value":1,"offset":0}""", null)]
    [InlineData("""{"value":1}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void An_amount_is_divided_by_its_offset(string amount, string? units)
    {
        var payment = Notification.StatusWith($$$""" "payment":{"amount":{{{amount}}}} """).Payment;

        Assert.Equal(units, payment!.Amount?.Amount?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Members_that_few_statuses_have_are_read()
    {
        var status = Notification.StatusWith(""" "template_id":"13","recipient_identity_key_hash":"aGFzaA==","message":{"recipient_id":"+15550100300"} """);

        Assert.Equal("13", status.TemplateId);
        Assert.Equal("aGFzaA==", status.IdentityKeyHash);
        Assert.Equal("+15550100300", status.AddressedTo);
        Assert.Null(status.Payment);
        Assert.Empty(status.UnreadMembers());
    }
}
