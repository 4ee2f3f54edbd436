using System.Text.Json;
using WebhookReceiver.Commands.Register;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>register show</c> reads everything for which there are credentials, and says what it did not check.</summary>
public sealed class When_registrations_are_shown : IAsyncLifetime
{
    private const string Callback = "https://hooks.example.com/webhook";

    private readonly GraphStandIn graph = new();
    private readonly D360StandIn d360 = new();
    private readonly OnPremisesStandIn client = new();
    private readonly RegisterProgram program = new();

    public When_registrations_are_shown()
    {
        program.With(graph).With(d360).With(client);
        program["WhatsApp:PhoneNumberId"] = GraphStandIn.Number;
        graph.App = new(Callback, SubscribableFields.All, IsActive: true);
        graph.Links[GraphStandIn.Account] = null;
        d360.Number = JsonSerializer.SerializeToElement(new { url = Callback, headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Hook-Key"] = RegisterProgram.HeaderValue } });
        client.Application = JsonSerializer.SerializeToElement(new { callback_persist = true, sent_status = true, webhooks = new { url = Callback } });
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Everything_registered_is_listed()
    {
        var shown = await program.RunAsync($"show --url {Callback}");

        Assert.Equal((0, string.Empty), (shown.ExitCode, shown.Errors));
        Assert.StartsWith(
            $"""
            SERVICE      WHAT                     STATE       URL
            Meta         app                      registered  {Callback}
            Meta         token                    registered  -
            Meta         account 102290129340398  registered  -
            Meta         number 106540352242922   registered  https://example.com/app
            360dialog    number of the API key    registered  {Callback}
            On-Premises  application settings     registered  {Callback}

            """,
            shown.Output,
            StringComparison.Ordinal);
        Assert.Contains("Meta, token: Graph:AccessToken does not expire.\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("360dialog, number of the API key: It sends X-Hook-Key.\n", shown.Output, StringComparison.Ordinal);
        Assert.All(graph.Calls.Concat(d360.Calls), static call => Assert.Equal("GET", call.Method));
        Assert.DoesNotContain("PATCH /v1/settings/application", client.Lines);
        Assert.False(client.IsLoggedIn);
    }

    [Fact]
    public async Task What_is_missing_or_leads_elsewhere_is_found()
    {
        graph.App = new("https://old.example.com/", ["messages"], IsActive: true);
        graph.Links[GraphStandIn.Account] = "https://shop.example.com/";
        graph.Numbers[GraphStandIn.Number] = "https://number.example.com/";
        d360.Number = null;
        client.Application = JsonSerializer.SerializeToElement(new { callback_persist = false, webhooks = new { url = string.Empty } });

        var shown = await program.RunAsync($"show --url {Callback} --json");

        Assert.Equal((1, string.Empty), (shown.ExitCode, shown.Errors));
        Assert.Equal(
            [
                "app different https://old.example.com/",
                "token registered ",
                "account 102290129340398 registered https://shop.example.com/",
                "number 106540352242922 registered https://number.example.com/",
                "number of the API key none ",
                "application settings none ",
            ],
            LinesOf(shown.Json));
        Assert.Contains($"The callback URL is https://old.example.com/, not {Callback}.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Fields missing: account_alerts, ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("An override: messages of this account do not go to the callback URL of the app.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("The URL is its own override.", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_checked_for_want_of_a_token_is_said()
    {
        foreach (var key in new[] { "WhatsApp:AppSecret", "Graph:AccessToken", "D360:ApiKey", "OnPremises:Password" })
        {
            program[key] = null;
        }

        var shown = await program.RunAsync("show --json");

        Assert.Equal(1, shown.ExitCode);
        Assert.All(shown.Json.GetProperty("items").EnumerateArray(), static item => Assert.Equal("not_checked", item.GetProperty("state").GetString()));
        Assert.Equal(
            ["WhatsApp:AppSecret is not set.", "Graph:AccessToken is not set.", "Graph:AccessToken is not set.", "D360:ApiKey is not set.", "OnPremises:Password is not set."],
            shown.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("details")[0].GetString()));
        Assert.Equal(0, graph.Connections + d360.Connections + client.Connections);
    }

    [Fact]
    public async Task A_service_that_fails_does_not_hide_the_others()
    {
        program["Graph:AccessToken"] = RegisterProgram.WrongSecret;
        graph.App = null;
        d360.Instead = static _ => StandInAnswers.Page;

        var shown = await program.RunAsync($"show --account {GraphStandIn.Account}");

        Assert.Equal((2, string.Empty), (shown.ExitCode, shown.Errors));
        Assert.Contains("Meta, app: The app is not subscribed: register meta.\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Meta, token: Graph:AccessToken is not valid any more.\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains($"Meta, account {GraphStandIn.Account}: Could not read the apps linked to the account: Meta does not accept the token (error 190).", shown.Output, StringComparison.Ordinal);
        Assert.Contains("360dialog, number of the API key: Could not read the webhook of the number: the 360dialog API answered 200 with text/html instead of JSON", shown.Output, StringComparison.Ordinal);
        Assert.Contains("On-Premises  application settings     registered", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_the_endpoint_does_not_demand_is_different()
    {
        program["WhatsApp:Sender"] = "Header";
        program["WhatsApp:HeaderName"] = "X-Hook-Key";
        program["WhatsApp:HeaderValue"] = RegisterProgram.WrongSecret;

        var shown = await program.RunAsync("show");

        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("360dialog, number of the API key: The header X-Hook-Key has another value: the endpoint will refuse every notification.\n", shown.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await graph.DisposeAsync();
        await d360.DisposeAsync();
        await client.DisposeAsync();
    }

    private static IEnumerable<string> LinesOf(JsonElement shown) => shown.GetProperty("items").EnumerateArray()
        .Select(static item => $"{item.GetProperty("what")} {item.GetProperty("state")} {item.GetProperty("url")}");
}
