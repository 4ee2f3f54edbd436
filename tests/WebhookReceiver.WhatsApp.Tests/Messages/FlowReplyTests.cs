using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class FlowReplyTests
{
    [Theory]
    [InlineData(""" "{\"flow_token\":\"tok-9\",\"seats\":2}" """)]
    [InlineData("""{"flow_token":"tok-9","seats":2}""")]
    public void The_answers_may_be_text_containing_an_object_or_the_object_itself(string response)
    {
        var message = Reply($$"""{"name":"flow","body":"Sent","response_json":{{response}}}""");

        Assert.Equal("flow", message.Name);
        Assert.Equal("Sent", message.Body);
        Assert.Equal("""{"flow_token":"tok-9","seats":2}""", message.ResponseJson);
        Assert.Equal(2, message.Response?.GetProperty("seats").GetInt32());
        Assert.Equal("tok-9", message.FlowToken);
        Assert.Empty(message.UnreadMembers());
    }

    [Theory]
    [InlineData(""" "[1,2]" """, "[1,2]", JsonValueKind.Array)]
    [InlineData("[1,2]", "[1,2]", JsonValueKind.Array)]
    [InlineData("7", "7", JsonValueKind.Number)]
    [InlineData(""" "\"x\"" """, "\"x\"", JsonValueKind.String)]
    public void Answers_that_are_not_an_object_are_kept(string response, string text, JsonValueKind kind)
    {
        var message = Reply($$"""{"response_json":{{response}}}""");

        Assert.Equal(text, message.ResponseJson);
        Assert.Equal(kind, message.Response?.ValueKind);
        Assert.Null(message.FlowToken);
    }

    [Theory]
    [InlineData(""" "{\"flow_token\":" """, "{\"flow_token\":")]
    [InlineData(""" "Sent" """, "Sent")]
    [InlineData(""" "" """, "")]
    [InlineData("null", null)]
    [InlineData(""" "\ud800" """, null)]
    public void Answers_that_are_not_JSON_are_kept_as_text(string response, string? text)
    {
        var message = Reply($$"""{"response_json":{{response}}}""");

        Assert.Equal(text, message.ResponseJson);
        Assert.Null(message.Response);
        Assert.Null(message.FlowToken);
    }

    [Theory]
    [InlineData("""{"flow_token":"\\ud800"}""", null)]
    [InlineData("""{"\\ud800":1,"flow_token":"t"}""", "t")]
    [InlineData("""{"flow_token":7}""", "7")]
    [InlineData("""{"flow_token":{}}""", null)]
    [InlineData("{}", null)]
    public void An_odd_token_breaks_nothing(string response, string? token) =>
        Assert.Equal(token, Reply($$"""{"response_json":"{{response.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""").FlowToken);

    [Fact]
    public void A_test_that_sets_the_text_gets_the_answers() =>
        Assert.Equal("t", new FlowReply { ResponseJson = """{"flow_token":"t"}""" }.FlowToken);

    private static FlowReply Reply(string reply) => Notification.Message<FlowReply>(
        $$$"""{"id":"wamid.1","type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{{{reply}}}}}""");
}
