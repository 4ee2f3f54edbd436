using Microsoft.Extensions.Configuration;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

public sealed class UnknownKeysTests
{
    [Theory]
    [InlineData("WhatsApp:AppSecrt", "WhatsApp:AppSecret", typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:AppSecret", null, typeof(WhatsAppOptions))]
    [InlineData("whatsapp:APPSECRET", null, typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:AdditionalAppSecrets:0", null, typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:AdditionalAppSecret:0", "WhatsApp:AdditionalAppSecrets", typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:TrustedProxies:0", null, typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:TrustedProxy:0", "WhatsApp:TrustedProxies", typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:Endpoints:shop:TrustedProxies:0", "WhatsApp:Endpoints:shop:", typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:Endpoints:shop:Path", null, typeof(WhatsAppOptions))]
    [InlineData("WhatsApp:Endpoints:shop:Pth", "WhatsApp:Endpoints:shop:Path", typeof(WhatsAppOptions))]
    [InlineData("Inbox:RetentionDay", "Inbox:RetentionDays", typeof(InboxOptions))]
    [InlineData("Inbox:IsJournal", "Inbox:", typeof(InboxOptions))]
    [InlineData("Dispatch:MaxAttemps", "Dispatch:MaxAttempts", typeof(DispatchOptions))]
    [InlineData("Operations:Url", null, typeof(OperationsOptions))]
    [InlineData("Operations:Key", "Operations:", typeof(OperationsOptions))]
    public void A_key_that_no_option_has_is_told_with_the_nearest(string key, string? nearest, Type options)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, "7")]).Build();

        var problems = UnknownKeys.In(configuration.GetSection(key.Split(':')[0]), options).ToList();

        if (nearest is null)
        {
            Assert.Empty(problems);
            return;
        }

        var problem = Assert.Single(problems);
        Assert.StartsWith(string.Join(':', key.Split(':').TakeWhile(static part => part is not "0")), problem, StringComparison.Ordinal);
        Assert.Contains($"the nearest is {nearest}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_called_like_a_section_is_none_of_them() => Assert.Empty(
        UnknownKeys.In(new ConfigurationBuilder().AddInMemoryCollection([new("Inbox", "/var/mail"), new("Inboxes:0", "x")]).Build().GetSection("Inbox"), typeof(InboxOptions)));
}
