using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>While the service runs, some settings are applied at once and all others at the next start; <c>/api/settings</c> and the doctor know which.</summary>
[Trait("row", "O02")]
public sealed class When_settings_are_changed : IAsyncLifetime
{
    private const string Key = "an-operations-key-0123";
    private const string Endpoint = "WhatsApp:Endpoints:branch";
    private const string HeaderValue = "header-value-of-the-branch-01";
    private const int Exchanged = 1001;

    private readonly TemporaryDirectory directory = new();
    private readonly LogLines log = new(LogLine.IsOrdinary);
    private Receiver receiver = null!;

    private ApiClient Api => new(receiver.Http, receiver.OperationsUrl, Key);

    public ValueTask InitializeAsync()
    {
        Write(new
        {
            WhatsApp = new
            {
                AppSecretFile = SecretFile("app-secret", Receiver.AppSecret),
                Endpoints = new
                {
                    branch = new
                    {
                        Path = "/webhook/branch",
                        Sender = "Basic",
                        UserName = "before",
                        Password = "password-of-before-01",
                        AdditionalCredentials = new[] { new { UserName = "older", Password = "password-of-older-012" } },
                    },
                },
            },
            Alerts = new { WebhookUrl = "https://before.example.com/alerts", WebhookSecret = "alerts-webhook-secret-01", HeartbeatEvery = "00:00:00" },
            Dispatch = new { MaxAttempts = 3 },
        });
        receiver = Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        log.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task What_is_applied_at_once_is_in_force_and_only_the_rest_awaits_the_next_start()
    {
        Write(new
        {
            WhatsApp = new
            {
                AppSecretFile = SecretFile("new-app-secret", "new-app-secret-0123456789"),
                Endpoints = new { branch = new { Path = "/webhook/branch", Sender = "Header", HeaderName = "X-Branch", HeaderValueFile = SecretFile("header-value", HeaderValue) } },
            },
            Alerts = new { WebhookUrl = "https://after.example.com/alerts", WebhookSecret = "alerts-webhook-secret-01", HeartbeatEvery = "00:00:00" },
            Dispatch = new { MaxAttempts = 4 },
        });
        await log.UntilAsync(static line => line.Id == Exchanged, 2, Patience.Token);

        var all = await SettingsAsync();

        Assert.Equal(["Dispatch:MaxAttempts"], Pending(all));
        Assert.Equal("3", Value(all["Dispatch:MaxAttempts"]));
        Assert.Equal(("Header", "X-Branch", null), (Value(all[$"{Endpoint}:Sender"]), Value(all[$"{Endpoint}:HeaderName"]), Value(all[$"{Endpoint}:UserName"])));
        Assert.Equal(directory.File("new-app-secret"), Value(all["WhatsApp:AppSecretFile"]));
        Assert.Equal(directory.File("header-value"), Value(all[$"{Endpoint}:HeaderValueFile"]));
        Assert.Equal("https://after.example.com/…", Value(all["Alerts:WebhookUrl"]));
        Assert.Equal(HttpStatusCode.OK, await PostToBranchAsync());
        var checks = (await Api.ReadAsync(HttpMethod.Get, "/api/doctor")).GetProperty("checks").EnumerateArray();
        Assert.Equal("Not in force yet: Dispatch:MaxAttempts.", checks.Single(static one => one.GetProperty("name").GetString() is "Changed settings").GetProperty("evidence").GetString());
    }

    /// <summary>The service decides at its start whether alerts are posted at all.</summary>
    [Fact]
    public async Task The_first_address_for_alerts_awaits_the_next_start()
    {
        await receiver.DisposeAsync();
        Write(new { WhatsApp = new { Receiver.AppSecret } });
        receiver = Start();

        Write(new { WhatsApp = new { AppSecret = "new-app-secret-0123456789" }, Alerts = new { WebhookUrl = "https://after.example.com/alerts", WebhookSecret = "alerts-webhook-secret-01" } });
        await log.UntilAsync(static line => line.Id == Exchanged, 1, Patience.Token);

        var all = await SettingsAsync();
        Assert.Equal(["Alerts:WebhookUrl"], Pending(all));
        Assert.Null(Value(all["Alerts:WebhookUrl"]));
    }

    [Fact]
    public async Task The_doctor_says_what_the_next_start_would_refuse_in_any_section()
    {
        Write(new
        {
            WhatsApp = new { AppSecret = "new-app-secret-0123456789" },
            Alerts = new { WebhookUrl = "http://after.example.com/alerts", WebhookSecret = "alerts-webhook-secret-01" },
            Tls = new { KeyPath = "privkey.pem" },
        });
        await log.UntilAsync(static line => line.Id == Exchanged, 1, Patience.Token);

        var checks = (await Api.ReadAsync(HttpMethod.Get, "/api/doctor")).GetProperty("checks").EnumerateArray();

        var settings = checks.Single(static one => one.GetProperty("name").GetString() is "Settings");
        Assert.Equal("failed", settings.GetProperty("verdict").GetString());
        Assert.Contains("Alerts:WebhookUrl", settings.GetProperty("evidence").GetString(), StringComparison.Ordinal);
        Assert.Contains("Tls:CertificatePath", settings.GetProperty("evidence").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Pending(Dictionary<string, JsonElement> all) => all.Where(static one => one.Value.GetProperty("is_pending").GetBoolean()).Select(static one => one.Key);

    private static string? Value(JsonElement setting) => setting.GetProperty("value").GetString();

    private Receiver Start() => Receiver.Start(
        new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key, ["WhatsApp:AppSecret"] = null },
        services => services.AddLogging(logging => logging.AddProvider(log)),
        host => host.ConfigureAppConfiguration((_, configuration) => configuration.AddJsonFile(directory.File("settings.json"), optional: false, reloadOnChange: true)));

    private void Write(object settings)
    {
        // Moved into place, so that nobody reads half of it.
        File.WriteAllText(directory.File("new.json"), JsonSerializer.Serialize(settings));
        File.Move(directory.File("new.json"), directory.File("settings.json"), overwrite: true);
    }

    private string SecretFile(string name, string secret)
    {
        File.WriteAllText(directory.File(name), secret);
        return directory.File(name);
    }

    private async Task<Dictionary<string, JsonElement>> SettingsAsync() =>
        (await Api.ReadAsync(HttpMethod.Get, "/api/settings")).GetProperty("settings").EnumerateArray().ToDictionary(static one => one.GetProperty("key").GetString()!, StringComparer.OrdinalIgnoreCase);

    private async Task<HttpStatusCode> PostToBranchAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(receiver.PublicUrl, "/webhook/branch"));
        request.Content = new StringContent(Notifications.Text("15550100300", "wamid.1", "text"), Encoding.UTF8, "application/json");
        request.Headers.Add("X-Branch", HeaderValue);
        using var answer = await receiver.Http.SendAsync(request, Patience.Token);
        return answer.StatusCode;
    }
}
