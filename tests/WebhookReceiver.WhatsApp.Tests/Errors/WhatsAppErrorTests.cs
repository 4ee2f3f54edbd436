namespace WebhookReceiver.WhatsApp.Tests;

public sealed class WhatsAppErrorTests
{
    [Fact]
    public void An_error_is_read_with_all_its_members()
    {
        var error = Error(
            """{"code":130501,"title":"Short","message":"Longer","error_data":{"details":"The cause"},"href":"/docs/whatsapp/error-codes"}""");

        Assert.Equal(
            new WhatsAppError { Code = 130501, Title = "Short", Message = "Longer", Details = "The cause", Href = "/docs/whatsapp/error-codes" },
            error);
    }

    [Theory]
    [InlineData("""{"error_data":{"details":"The cause"}}""")]
    [InlineData("""{"error_data":"The cause"}""")]
    [InlineData("""{"details":"The cause"}""")]
    [InlineData("""{"error_data":null,"details":"The cause"}""")]
    [InlineData("""{"error_data":{},"details":"The cause"}""")]
    [InlineData("""{"error_data":{"details":["The cause"]},"details":"The cause"}""")]
    public void The_cause_is_found_wherever_Meta_writes_it(string error) => Assert.Equal("The cause", Error(error).Details);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("131047", 131047L)]
    [InlineData("\"130501\"", 130501L)]
    [InlineData("131047.0", 131047L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("100000000000000000000", null)]
    [InlineData("1e400", null)]
    [InlineData("\"rate\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public void The_number_of_an_error_may_be_text_and_zero_is_one(string written, long? code) =>
        Assert.Equal(code, Error($$"""{"code":{{written}}}""").Code);

    [Theory]
    [InlineData("""[{"code":1},{"code":2}]""", "1, 2")]
    [InlineData("""{"code":1}""", "1")]
    [InlineData("""[null,"x",{"code":2}]""", "2")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("\"x\"", "")]
    public void The_errors_of_a_message_may_be_a_list_or_a_single_one(string errors, string codes)
    {
        var message = Notification.TextWith($"\"errors\":{errors}");

        Assert.Equal(codes, string.Join(", ", message.Errors.Select(error => error.Code)));
    }

    [Fact]
    public void The_errors_of_a_status_are_read_in_the_same_way()
    {
        var status = Notification.StatusWith(""" "errors":[{"code":"131047","error_data":"The cause"}] """);

        Assert.Equal([new WhatsAppError { Code = 131047, Details = "The cause" }], status.Errors);
    }

    private static WhatsAppError Error(string error) => Assert.IsType<ReceivedError>(Notification.Event(Notification.OfErrors(error))).Error;
}
