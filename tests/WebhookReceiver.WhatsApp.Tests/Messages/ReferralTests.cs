namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ReferralTests
{
    [Fact]
    public void The_ad_is_read_with_all_its_members()
    {
        var referral = Referral(
            """
            {"source_url":"https://fb.example/x","source_id":"120200000000000555","source_type":"ad","headline":"Spring sale","body":"Ask us","media_type":"video",
             "image_url":"https://cdn.example/i.jpg","video_url":"https://cdn.example/v.mp4","thumbnail_url":"https://cdn.example/t.jpg",
             "ctwa_clid":"ARInvented","welcome_message":{"text":"Hello!"},"ref":"seq-1"}
            """);

        Assert.Equal(
            new Referral
            {
                SourceUrl = "https://fb.example/x",
                SourceId = "120200000000000555",
                SourceType = "ad",
                Headline = "Spring sale",
                Body = "Ask us",
                MediaType = "video",
                ImageUrl = "https://cdn.example/i.jpg",
                VideoUrl = "https://cdn.example/v.mp4",
                ThumbnailUrl = "https://cdn.example/t.jpg",
                ClickId = "ARInvented",
                WelcomeMessage = "Hello!",
                Reference = "seq-1",
            },
            referral);
    }

    [Fact]
    public void The_address_is_sometimes_the_only_member() =>
        Assert.Equal(new Referral { SourceUrl = "https://fb.example/x" }, Referral("""{"source_url":"https://fb.example/x"}"""));

    [Fact]
    public void An_invalid_referral_reads_as_missing() => Assert.Null(Referral("\"https://fb.example/x\""));

    [Fact]
    public void A_message_of_any_type_can_come_from_an_ad()
    {
        var message = Notification.Message<ImageMessage>("""{"id":"wamid.1","type":"image","image":{},"referral":{"source_type":"post"}}""");

        Assert.Equal("post", message.Referral?.SourceType);
    }

    private static Referral? Referral(string referral) => Notification.TextWith($"\"referral\":{referral}").Referral;
}
