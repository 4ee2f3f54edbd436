namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ReactionMessageTests
{
    [Fact]
    public void A_reaction_has_an_emoji_of_several_code_points()
    {
        var message = Reaction("""{"message_id":"wamid.0","emoji":"👍🏽"}""");

        Assert.Equal("wamid.0", message.ReactedMessageId);
        Assert.Equal("👍🏽", message.Emoji);
        Assert.False(message.IsRemoval);
    }

    [Theory]
    [InlineData("""{"message_id":"wamid.0","emoji":""}""")]
    [InlineData("""{"message_id":"wamid.0","emoji":null}""")]
    [InlineData("""{"message_id":"wamid.0"}""")]
    public void Without_an_emoji_the_reaction_was_removed(string reaction)
    {
        var message = Reaction(reaction);

        Assert.Equal("wamid.0", message.ReactedMessageId);
        Assert.Null(message.Emoji);
        Assert.True(message.IsRemoval);
    }

    private static ReactionMessage Reaction(string reaction) =>
        Notification.Message<ReactionMessage>($$"""{"id":"wamid.1","type":"reaction","reaction":{{reaction}}}""");
}
