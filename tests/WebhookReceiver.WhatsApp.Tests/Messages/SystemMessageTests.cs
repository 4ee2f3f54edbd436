namespace WebhookReceiver.WhatsApp.Tests;

public sealed class SystemMessageTests
{
    [Fact]
    public void A_new_number_comes_with_a_new_id()
    {
        var message = System(
            """{"type":"user_changed_number","body":"Changed","wa_id":"15550100900","user_id":"US.2","parent_user_id":"US.ENT.2","previous_user_id":"US.1","previous_parent_user_id":"US.ENT.1"}""");

        Assert.Equal("user_changed_number", message.SystemType);
        Assert.Equal("Changed", message.Body);
        Assert.Equal("15550100900", message.NewPhoneNumber);
        Assert.Equal("US.2", message.NewUserId);
        Assert.Equal("US.ENT.2", message.NewParentUserId);
        Assert.Equal("US.1", message.PreviousUserId);
        Assert.Equal("US.ENT.1", message.PreviousParentUserId);
        Assert.Equal("15550100300", message.User?.PhoneNumber);
        Assert.Empty(message.UnreadMembers());
    }

    [Theory]
    [InlineData("""{"wa_id":"15550100900"}""")]
    [InlineData("""{"new_wa_id":"15550100900"}""")]
    [InlineData("""{"new_wa_id":15550100900}""")]
    [InlineData("""{"new_wa_id":"15550100900","wa_id":"15550100300"}""")]
    public void The_new_number_is_found_under_either_generations_name(string system)
    {
        var message = System(system);

        Assert.Equal("15550100900", message.NewPhoneNumber);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void The_older_generation_names_the_old_number_and_the_hash()
    {
        var message = System("""{"type":"customer_identity_changed","customer":"15550100300","identity":"aGFzaA=="}""");

        Assert.Equal("15550100300", message.PreviousPhoneNumber);
        Assert.Equal("aGFzaA==", message.IdentityHash);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void A_business_scoped_id_in_place_of_the_number_is_an_id()
    {
        var message = System("""{"wa_id":"US.2"}""");

        Assert.Null(message.NewPhoneNumber);
        Assert.Equal("US.2", message.NewUserId);
    }

    [Theory]
    [InlineData("user_changed_number", true, false, false)]
    [InlineData("customer_changed_number", true, false, false)]
    [InlineData("user_changed_user_id", false, true, false)]
    [InlineData("user_identity_changed", false, false, true)]
    [InlineData("CUSTOMER_IDENTITY_CHANGED", false, false, true)]
    [InlineData("user_changed_mind", false, false, false)]
    [InlineData("", false, false, false)]
    public void The_words_of_both_generations_mean_the_same(string type, bool isNumberChange, bool isUserIdChange, bool isIdentityChange)
    {
        var message = System($$"""{"type":"{{type}}"}""");

        Assert.Equal(
            (isNumberChange, isUserIdChange, isIdentityChange),
            (message.IsNumberChange, message.IsUserIdChange, message.IsIdentityChange));
    }

    private static SystemMessage System(string system) =>
        Notification.Message<SystemMessage>($$"""{"from":"15550100300","id":"wamid.1","type":"system","system":{{system}}}""");
}
