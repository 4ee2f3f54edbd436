using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>--dry-run</c> shows each call and makes none: no service gets a connection, nor does the callback URL.</summary>
public sealed class When_a_dry_run_is_asked_for : IAsyncLifetime
{
    private readonly GraphStandIn graph = new();
    private readonly D360StandIn d360 = new();
    private readonly OnPremisesStandIn client = new();
    private readonly CallbackStandIn callback = new(unreadyFor: 0);
    private readonly RegisterProgram program = new();

    public When_a_dry_run_is_asked_for() => program.With(graph).With(d360).With(client);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_subscription_is_shown_with_masked_secrets()
    {
        var shown = await program.RunAsync($"meta --dry-run --fields messages,flows --url {callback.Url}hook");

        Assert.Equal((0, string.Empty), (shown.ExitCode, shown.Errors));
        Assert.StartsWith("Dry run: nothing is sent.\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("\n1. See that the service answers the handshake\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains($"\nGET {callback.Url}hook?hub.mode=subscribe&hub.challenge=", shown.Output, StringComparison.Ordinal);
        Assert.Contains("&hub.verify_token=***\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains($"\nGET {graph.Url}v23.0/oauth/access_token?grant_type=client_credentials&client_id={GraphStandIn.AppId}&client_secret=***\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"""

            POST {graph.Url}v23.0/{GraphStandIn.AppId}/subscriptions
            Authorization: Bearer ***
            Content-Type: application/x-www-form-urlencoded
              object=whatsapp_business_account
              callback_url={callback.Url}hook
              verify_token=***
              fields=messages,flows
              include_values=true

            """,
            shown.Output,
            StringComparison.Ordinal);
        AssertNothingWasSent();
    }

    [Theory]
    [InlineData("account " + GraphStandIn.Account, "GET subscribed_apps, POST subscribed_apps, GET subscribed_apps")]
    [InlineData("account " + GraphStandIn.Account + " --unlink", "GET subscribed_apps, DELETE subscribed_apps, GET subscribed_apps")]
    [InlineData("account " + GraphStandIn.Account + " --remove", "GET subscribed_apps, POST subscribed_apps, GET subscribed_apps")]
    [InlineData("account " + GraphStandIn.Account + " --override", "GET hook, POST subscribed_apps, GET subscribed_apps")]
    [InlineData("number " + GraphStandIn.Number, "GET hook, POST 106540352242922, GET 106540352242922")]
    [InlineData("number " + GraphStandIn.Number + " --remove", "POST 106540352242922, GET 106540352242922")]
    [InlineData("on-premises", "POST hook, POST login, PATCH application, GET application, POST logout")]
    [InlineData("on-premises --no-wait", "POST login, PATCH application, GET application, POST logout")]
    public async Task The_calls_of_each_verb_are_shown(string command, string expected)
    {
        program["Register:PublicUrl"] = $"{callback.Url}hook";

        var shown = await program.RunAsync($"{command} --dry-run --json");

        Assert.Equal((0, string.Empty), (shown.ExitCode, shown.Errors));
        Assert.Equal(
            expected.Split(", "),
            shown.Json.GetProperty("calls").EnumerateArray().Select(static call => $"{call.GetProperty("method")} {new Uri(call.GetProperty("url").GetString()!).Segments[^1]}"));
        AssertNothingWasSent();
    }

    [Fact]
    public async Task A_header_for_360dialog_is_masked_inside_the_body()
    {
        program["WhatsApp:Sender"] = "Header";
        program["WhatsApp:HeaderName"] = "X-Hook-Key";
        program["WhatsApp:HeaderValue"] = RegisterProgram.HeaderValue;

        var shown = await program.RunAsync("360dialog --dry-run --url https://hooks.example.com");

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("\nD360-API-KEY: ***\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("""  {"url":"https://hooks.example.com/webhook","headers":{"X-Hook-Key":"***"}}""", shown.Output, StringComparison.Ordinal);
        AssertNothingWasSent();
    }

    [Fact]
    public async Task Secrets_need_not_be_set_yet()
    {
        program["Graph:AccessToken"] = null;
        program["WhatsApp:VerifyToken"] = null;

        var shown = await program.RunAsync($"number {GraphStandIn.Number} --dry-run --url {callback.Url}hook");

        Assert.Equal((0, string.Empty), (shown.ExitCode, shown.Errors));
        Assert.Contains("Authorization: Bearer (Graph:AccessToken is not set)", shown.Output, StringComparison.Ordinal);
        Assert.Contains("\"verify_token\":\"(WhatsApp:VerifyToken is not set)\"", shown.Output, StringComparison.Ordinal);
        AssertNothingWasSent();
    }

    public async ValueTask DisposeAsync()
    {
        await graph.DisposeAsync();
        await d360.DisposeAsync();
        await client.DisposeAsync();
        await callback.DisposeAsync();
    }

    private void AssertNothingWasSent() => Assert.Equal((0, 0, 0, 0), (graph.Connections, d360.Connections, client.Connections, callback.Connections));
}
