namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Members known only from On-Premises, a reseller or a single sample.</summary>
public sealed class OlderMembersTests
{
    [Fact]
    public void A_reply_may_name_its_group_and_those_it_mentions()
    {
        var message = Notification.TextWith(""" "context":{"id":"wamid.0","group_id":"g-1","mentions":["15550100400",null,"15550100500"]} """);

        Assert.Equal("g-1", message.Context?.GroupId);
        Assert.Equal(["15550100400", "15550100500"], message.Context?.Mentions);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void An_ad_may_have_its_files_as_objects()
    {
        var message = Notification.TextWith(""" "referral":{"image":{"id":"1","mime_type":"image/jpeg","sha256":"AAEC"},"video":{"link":"https://media.example/v"}} """);

        Assert.Equal(new ReferralMedia { MediaId = "1", MimeType = "image/jpeg", Sha256 = "AAEC" }, message.Referral?.Image);
        Assert.Equal(new ReferralMedia { Link = "https://media.example/v" }, message.Referral?.Video);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void A_sticker_may_name_its_pack()
    {
        var message = Notification.Message<StickerMessage>(
            """
            {"id":"1","type":"sticker","sticker":{"metadata":{"sticker-pack-id":"p-1","sticker-pack-name":"Cats","sticker-pack-publisher":"Example",
             "emojis":["a","b"],"android-app-store-link":"https://a.example","ios-app-store-link":"https://i.example","is-first-party-sticker":1}}}
            """);

        Assert.Equal("p-1", message.Pack?.Id);
        Assert.Equal("Cats", message.Pack?.Name);
        Assert.Equal("Example", message.Pack?.Publisher);
        Assert.Equal(["a", "b"], message.Pack?.Emojis);
        Assert.Equal("https://a.example", message.Pack?.AndroidAppStoreLink);
        Assert.Equal("https://i.example", message.Pack?.IosAppStoreLink);
        Assert.True(message.Pack?.IsFirstParty);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void A_reaction_is_found_under_the_misspelt_name_of_its_message() =>
        Assert.Equal("wamid.0", Notification.Message<ReactionMessage>(
            """{"id":"1","type":"reaction","reaction":{"messsage_id":"wamid.0","emoji":"x"}}""").ReactedMessageId);

    [Fact]
    public void A_card_may_have_other_messengers()
    {
        var message = Notification.Message<ContactsMessage>("""{"id":"1","type":"contacts","contacts":[{"ims":[{"service":"AIM","user_id":"leo"}]}]}""");

        Assert.Equal(new ContactMessenger { Service = "AIM", UserId = "leo" }, Assert.Single(Assert.Single(message.Contacts).Messengers));
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void A_place_may_have_an_id() =>
        Assert.Equal("b1c-1", Notification.Message<LocationMessage>("""{"id":"1","type":"location","location":{"id":"b1c-1"}}""").PlaceId);

    [Fact]
    public void An_id_that_Meta_does_not_explain_is_read() =>
        Assert.Equal("64000000000001", Notification.TextWith(""" "from_logical_id":64000000000001 """).LogicalId);

    [Theory]
    [InlineData("""{"acknowledged":"true","created_timestamp":"1781000180"}""")]
    [InlineData("""{"acknowledged":true,"created_timestamp":1781000180}""")]
    [InlineData("""{"acknowledged":true,"created_timestamp":1781000180000}""")]
    public void An_identity_is_read_in_all_its_forms(string identity) => Assert.Equal(
        new UserIdentity { IsAcknowledged = true, CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1781000180) },
        Notification.TextWith($"\"identity\":{identity}").Identity);

    [Fact]
    public void A_machine_written_recap_is_on_every_message_of_the_value()
    {
        var events = Notification.Events(Notification.OfMembers(
            """ "conversation_context":{"type":"summary","summary":{"text":"Asks for a refund."}} """,
            $"\"messages\":[{Notification.Text("wamid.1")},{Notification.Text("wamid.2")}]"));

        Assert.Equal(2, events.Count);
        Assert.All(events, received => Assert.Equal(
            new ConversationRecap { Type = "summary", Text = "Asks for a refund." }, ((InboundMessage)received).ConversationContext));
    }
}
