using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>What the binder would silently skip: a list for a value, a value for a list; and secrets that are not secret.</summary>
public sealed class When_a_setting_has_the_wrong_shape
{
    private const string Old = "old-app-secret-0123456789";

    [Theory]
    [InlineData("WhatsApp:AppSecret:0", "secret-in-a-list-01234", "WhatsApp:AppSecret:0 is one of several")]
    [InlineData("WhatsApp:Path:0", "/webhook", "WhatsApp:Path:0 is one of several")]
    [InlineData("Inbox:RetentionDays:0", "3", "Inbox:RetentionDays:0 is one of several")]
    [InlineData("WhatsApp:AdditionalAppSecrets:0:Value", Old, "WhatsApp:AdditionalAppSecrets:0:Value is one of several")]
    [InlineData("WhatsApp:Endpoints", "shop", "WhatsApp:Endpoints has a value")]
    [InlineData("WhatsApp:Endpoints:shop", "/shop", "WhatsApp:Endpoints:shop has a value")]
    [InlineData("WhatsApp:AdditionalAppSecrets", "short", "WhatsApp:AdditionalAppSecrets:0 is shorter")]
    [InlineData("WhatsApp:AdditionalVerifyTokens", "  ", "WhatsApp:AdditionalVerifyTokens:0 is empty")]
    [InlineData("Operations:AllowedHosts", "http://desk.example.com", "Operations:AllowedHosts has 'http://desk.example.com'")]
    [InlineData("WhatsApp:AppSecret", "aaaaaaaaaaaaaaaaaaaaaaaa", "WhatsApp:AppSecret is the same character")]
    [InlineData("WhatsApp:VerifyToken", "00000000", "WhatsApp:VerifyToken is the same character")]
    [InlineData("WhatsApp:AdditionalAppSecrets:0", "----------------", "WhatsApp:AdditionalAppSecrets:0 is the same character")]
    [InlineData("WhatsApp:AppSecret", Receiver.VerifyToken, "WhatsApp: an app secret is the same as a verify token")]
    [InlineData("WhatsApp:AdditionalVerifyTokens:0", Receiver.AppSecret, "WhatsApp: an app secret is the same as a verify token")]
    [InlineData("Operations:ApiKey", "xxxxxxxxxxxxxxxx", "Operations:ApiKey is the same character")]
    [InlineData("Operations:ApiKey", Receiver.VerifyToken, "Operations:ApiKey is the same as")]
    [InlineData("Operations:ApiKey", Receiver.AppSecret, "Operations:ApiKey is the same as")]
    public async Task The_start_fails_and_names_the_key(string key, string value, string expected)
    {
        var (exitCode, message) = await StartAttempt.RunAsync([new(key, value)]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"  - {expected}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Old, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Receiver.AppSecret, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_next_to_a_list_is_ambiguous()
    {
        var (exitCode, message) = await StartAttempt.RunAsync([new("WhatsApp:AdditionalAppSecrets", Old), new("WhatsApp:AdditionalAppSecrets:0", Old)]);

        Assert.Equal(1, exitCode);
        Assert.Contains("  - WhatsApp:AdditionalAppSecrets has both a value and a list", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Old, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WhatsApp:AdditionalAppSecrets", "/webhook")]
    [InlineData("WhatsApp:Endpoints:shop:AdditionalAppSecrets", "/shop")]
    public async Task One_value_where_a_list_is_expected_is_a_list_of_one(string key, string path)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal)
        {
            ["WhatsApp:Endpoints:shop:Path"] = "/shop",
            ["WhatsApp:Endpoints:shop:VerifyToken"] = "token-of-the-shop",
            ["WhatsApp:Endpoints:shop:AppSecret"] = "secret-of-the-shop-01234",
            [key] = Old,
        });
        using var request = Notifications.Signed(new Uri(receiver.PublicUrl, path), Notifications.Text("15550100300", "wamid.1", "x"), Old);

        using var answer = await receiver.Http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
