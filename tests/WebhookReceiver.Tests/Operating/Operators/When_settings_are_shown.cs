using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary><c>/api/settings</c> shows what is in force, and no secret.</summary>
[Trait("row", "O02")]
public sealed class When_settings_are_shown
{
    private const string Key = "an-operations-key-0123";
    private const string ReadKey = "a-key-for-reading-4567";

    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["Inbox:Store"] = "Memory",
        ["Operations:ApiKey"] = Key,
        ["Operations:ReadKey"] = ReadKey,
        ["WhatsApp:AdditionalAppSecrets:0"] = "an-older-app-secret-0123456789",
        ["WhatsApp:Endpoints:shop:Path"] = "/webhook/shop",
        ["WhatsApp:Endpoints:shop:Sender"] = "Header",
        ["WhatsApp:Endpoints:shop:HeaderName"] = "X-Shop",
        ["WhatsApp:Endpoints:shop:HeaderValue"] = "header-value-of-the-shop-01",
        ["WhatsApp:Endpoints:basic:Path"] = "/webhook/basic",
        ["WhatsApp:Endpoints:basic:Sender"] = "Basic",
        ["WhatsApp:Endpoints:basic:UserName"] = "user",
        ["WhatsApp:Endpoints:basic:Password"] = "password-of-basic-012345",
        ["WhatsApp:Endpoints:basic:AdditionalCredentials:0:UserName"] = "older",
        ["WhatsApp:Endpoints:basic:AdditionalCredentials:0:Password"] = "older-password-of-basic-01",
        ["Graph:AccessToken"] = "graph-access-token-0123456",
        ["D360:ApiKey"] = "d360-api-key-0123456789",
        ["OnPremises:Password"] = "on-premises-password-01",
        ["Serilog:WriteTo:0:Args:apiKey"] = "sink-key-0123456789",
        ["Inbox:Postgres:ConnectionString"] = "Host=db;Password=database-password",
        ["Register:PublicUrl"] = "https://user:url-password@hooks.example.com/path",
        ["Alerts:WebhookUrl"] = "https://hooks.example.com/services/token-in-the-path",
        ["Alerts:WebhookSecret"] = "alerts-webhook-secret-01",
        ["Dispatch:MaxAttempts"] = "7",
    };

    [Fact]
    public async Task No_secret_is_among_them_whatever_its_name()
    {
        await using var receiver = Receiver.Start(Settings);

        var text = (await ReadAsync(receiver)).GetRawText();

        foreach (var secret in new[] { Receiver.AppSecret, Receiver.VerifyToken, Key, ReadKey, "an-older-app", "header-value-of", "password-of", "graph-access", "d360-api", "on-premises-password", "sink-key", "database-password", "url-password", "token-in-the-path", "alerts-webhook" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_has_its_value_default_and_source()
    {
        await using var receiver = Receiver.Start(Settings);

        var all = (await ReadAsync(receiver)).GetProperty("settings").EnumerateArray().ToDictionary(static one => one.GetProperty("key").GetString()!, StringComparer.OrdinalIgnoreCase);

        var attempts = all["Dispatch:MaxAttempts"];
        Assert.Equal(("7", "5", "command line"), (Text(attempts, "value"), Text(attempts, "default"), Text(attempts, "source")));
        Assert.Contains("dead letter", Text(attempts, "description"), StringComparison.Ordinal);
        Assert.Equal((null, "default"), (Text(all["WhatsApp:PhoneNumberId"], "value"), Text(all["WhatsApp:PhoneNumberId"], "source")));
        Assert.Equal("appsettings.json", Text(all["Channel:Capacity"], "source"));
        Assert.Equal(("••••••••", true), (Text(all["WhatsApp:AppSecret"], "value"), all["WhatsApp:AppSecret"].GetProperty("is_secret").GetBoolean()));
        Assert.True(all["WhatsApp:Endpoints:shop:HeaderValue"].GetProperty("is_secret").GetBoolean());
        Assert.Equal("X-Shop", Text(all["WhatsApp:Endpoints:shop:HeaderName"], "value"));
        Assert.False(all["Tls:KeyPath"].GetProperty("is_secret").GetBoolean());
        Assert.Contains("ShutdownTimeoutSeconds", all.Keys);
    }

    /// <summary>What a setting means is in the README, and nowhere is a setting missing.</summary>
    [Fact]
    public async Task Every_setting_of_the_receiver_is_described()
    {
        await using var receiver = Receiver.Start(Settings);
        var sections = receiver.Services.GetServices<SettingsSection>();

        var described = receiver.Services.GetServices<DocumentedSetting>().Select(static one => one.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var settings = sections.SelectMany(static one => KnownSetting.In(one.Section, one.Options)).Select(static one => one.Key);

        Assert.Equal([], settings.Except(described, StringComparer.OrdinalIgnoreCase));
    }

    private static Task<JsonElement> ReadAsync(Receiver receiver) =>
        new ApiClient(receiver.Http, receiver.OperationsUrl, ReadKey).ReadAsync(HttpMethod.Get, "/api/settings");

    private static string? Text(JsonElement setting, string name) => setting.GetProperty(name).GetString();
}
