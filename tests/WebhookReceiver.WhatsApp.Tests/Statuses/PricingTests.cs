namespace WebhookReceiver.WhatsApp.Tests;

public sealed class PricingTests
{
    private const string Members =
        """ "billable":true,"pricing_model":"PMP","type":"regular","category":"authentication-international","subtype":"paid_exempt" """;

    private static readonly Pricing Expected = new()
    {
        IsBillable = true,
        Model = "PMP",
        Type = "regular",
        Category = "authentication-international",
        Subtype = "paid_exempt",
    };

    [Fact]
    public void The_price_of_a_message_is_read() =>
        Assert.Equal(Expected, Notification.StatusWith($"\"pricing\":{{{Members}}}").Pricing);

    [Fact]
    public void It_may_be_inside_the_conversation() =>
        Assert.Equal(Expected, Notification.StatusWith($"\"conversation\":{{\"pricing\":{{{Members}}}}}").Pricing);

    [Fact]
    public void Next_to_the_conversation_takes_precedence_over_inside()
    {
        var status = Notification.StatusWith(""" "conversation":{"pricing":{"category":"service"}},"pricing":{"category":"marketing"} """);

        Assert.Equal("marketing", status.Pricing?.Category);
    }

    [Fact]
    public void The_type_has_two_names() =>
        Assert.Equal("free_entry_point", Notification.StatusWith(""" "pricing":{"pricing_type":"free_entry_point"} """).Pricing?.Type);

    [Theory]
    [InlineData("false", false)]
    [InlineData("\"false\"", false)]
    [InlineData("0", false)]
    [InlineData("null", null)]
    [InlineData("\"yes\"", null)]
    [InlineData("2", null)]
    public void Whether_it_is_charged_may_be_written_in_several_ways(string written, bool? isBillable) =>
        Assert.Equal(isBillable, Notification.StatusWith($"\"pricing\":{{\"billable\":{written}}}").Pricing?.IsBillable);

    [Fact]
    public void Invalid_pricing_reads_as_missing() => Assert.Null(Notification.StatusWith(""" "pricing":"PMP" """).Pricing);
}
