using WebhookReceiver.Commands.Register;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>register meta</c> against a stand-in for the Graph API, which makes its handshake at a running receiver.</summary>
public sealed class When_a_callback_is_registered : IAsyncLifetime
{
    private readonly GraphStandIn graph = new();
    private readonly Receiver receiver = Receiver.Start();
    private readonly RegisterProgram program;

    public When_a_callback_is_registered() => program = new RegisterProgram().With(graph);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_app_is_subscribed_to_every_field_and_read_back()
    {
        var registered = await program.RunAsync($"meta --url {receiver.Callback}");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.StartsWith($"Meta sends {SubscribableFields.All.Count} fields of the app to {receiver.Callback}.\n", registered.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["GET /v23.0/oauth/access_token", $"POST /v23.0/{GraphStandIn.AppId}/subscriptions", $"GET /v23.0/{GraphStandIn.AppId}/subscriptions"], graph.Lines);
        var form = graph.Calls[1].Form;
        Assert.Equal("whatsapp_business_account", form["object"]);
        Assert.Equal("true", form["include_values"]);
        Assert.Equal(Receiver.VerifyToken, form["verify_token"]);
        Assert.Equal(SubscribableFields.All, graph.App!.Fields);
        Assert.All(graph.Calls, static call => Assert.Matches("^WebhookReceiver/[0-9.]+$", call.Headers.UserAgent.ToString()));
        Assert.All(graph.Calls, static call => Assert.False(call.Headers.ContainsKey("traceparent")));
    }

    [Fact]
    public async Task Fields_and_version_can_be_chosen_and_the_answer_be_JSON()
    {
        program["Graph:Version"] = "v30.0";
        program["Register:PublicUrl"] = receiver.PublicUrl.ToString();

        var registered = await program.RunAsync("meta --fields messages,account_update --fields brand_new --json");

        Assert.Equal(0, registered.ExitCode);
        Assert.Equal(["messages", "account_update", "brand_new"], graph.App!.Fields);
        Assert.Equal(receiver.Callback.ToString(), registered.Json.GetProperty("callback_url").GetString());
        Assert.Empty(registered.Json.GetProperty("differences").EnumerateArray());
        Assert.All(graph.Lines, static line => Assert.Contains(" /v30.0/", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_endpoint_has_its_own_path_and_secrets()
    {
        await using var shop = Receiver.Start(new(StringComparer.Ordinal)
        {
            ["WhatsApp:Endpoints:shop:Path"] = "/hooks/shop",
            ["WhatsApp:Endpoints:shop:VerifyToken"] = RegisterProgram.WrongSecret,
            ["WhatsApp:Endpoints:shop:AppSecret"] = "another-app-secret-0123456789",
        });
        program["WhatsApp:Endpoints:shop:Path"] = "/hooks/shop";
        program["WhatsApp:Endpoints:shop:VerifyToken"] = RegisterProgram.WrongSecret;
        program["WhatsApp:Endpoints:shop:AppSecret"] = Receiver.AppSecret;

        var registered = await program.RunAsync($"meta --endpoint shop --url {shop.PublicUrl}");
        var unknown = await program.RunAsync($"meta --endpoint shoe --url {shop.PublicUrl}");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Equal(new Uri(shop.PublicUrl, "/hooks/shop").ToString(), graph.App!.Url);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("Choose one with --endpoint: default, shop.", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_to_Meta_before_the_service_answers_its_own_handshake()
    {
        program["WhatsApp:VerifyToken"] = RegisterProgram.WrongSecret;

        var refused = await program.RunAsync($"meta --url {receiver.Callback}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains("it answered 403: the running service has another VerifyToken", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Theory]
    [InlineData("/elsewhere", "it answered 404")]
    [InlineData("/", "--no-wait", "http://127.0.0.1:9")]
    [InlineData("/webhook", "DNS", "https://hooks.invalid")]
    public async Task What_is_wrong_with_the_address_is_said(string path, string expected, string? address = null)
    {
        var refused = await program.RunAsync($"meta --url {new Uri(address is null ? receiver.PublicUrl : new Uri(address), path)}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Fact]
    public async Task A_page_at_the_address_is_not_taken_for_the_service()
    {
        await using var page = new CallbackStandIn(unreadyFor: 0) { Instead = static _ => StandInAnswers.Page };

        var refused = await program.RunAsync($"meta --url {page.Url}hook");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("it answered 200, but not with the challenge", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Fact]
    public async Task It_waits_for_a_service_that_is_starting()
    {
        await using var callback = new CallbackStandIn(unreadyFor: 2);
        program["Register:HandshakeTimeout"] = "00:01:00";

        var registered = await program.RunAsync($"meta --url {callback.Url}hook");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Equal(4, callback.Calls.Count);
    }

    [Fact]
    public async Task The_handshake_that_Meta_makes_during_the_call_can_fail()
    {
        program["WhatsApp:VerifyToken"] = RegisterProgram.WrongSecret;

        var refused = await program.RunAsync($"meta --no-wait --url {receiver.Callback}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains("Meta's handshake at the callback URL failed (error 2200, Meta saw status 403)", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("same VerifyToken", refused.Errors, StringComparison.Ordinal);
        Assert.Null(graph.App);
    }

    [Fact]
    public async Task A_subscription_that_reads_back_differently_is_reported()
    {
        graph.Instead = call =>
        {
            if (call.Method is "GET" && call.Path.EndsWith("/subscriptions", StringComparison.Ordinal))
            {
                graph.App = new("https://example.com/old?token=hidden", ["messages"], IsActive: false);
            }

            return null;
        };

        var registered = await program.RunAsync($"meta --fields messages,flows --url {receiver.Callback}");

        Assert.Equal((1, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Contains($"NOT AS REQUESTED: The callback URL is https://example.com/old?***, not {receiver.Callback}.\n", registered.Output, StringComparison.Ordinal);
        Assert.Contains("NOT AS REQUESTED: The subscription is not active: Meta sends nothing.\n", registered.Output, StringComparison.Ordinal);
        Assert.Contains("NOT AS REQUESTED: Fields missing: flows.\n", registered.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hooks.example.com/web+hook", "its path contains '+', which comes back as %20")]
    [InlineData("http://hooks.example.com", "only https is called")]
    [InlineData("https://user:wrongScenarioSecret9876543210@hooks.example.com", "it contains a user name or password")]
    [InlineData("https://hooks.example.com/?token=wrongScenarioSecret9876543210", "it has a query")]
    [InlineData("https://hooks.example.com/webhook#part", "it has a fragment")]
    [InlineData("hooks.example.com", "write an address like https://hooks.example.com")]
    public async Task A_URL_that_cannot_work_is_refused_before_anything_is_called(string url, string expected)
    {
        var refused = await program.RunAsync($"meta --url {url}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Theory]
    [InlineData("Graph:AppId", null, "Graph:AppId is not the id of an app")]
    [InlineData("Graph:AppId", "../me", "Graph:AppId is not the id of an app")]
    [InlineData("Graph:Version", "v23.0/../me", "Graph:Version is not a version")]
    [InlineData("Graph:Url", "http://graph.example.com", "tokens would cross the network unencrypted")]
    [InlineData("Graph:Url", "https://me:wrongScenarioSecret9876543210@graph.example.com", "Graph:Url contains a user name or password")]
    [InlineData("WhatsApp:Sender", "Header", "WhatsApp:Sender is Header, so the endpoint refuses Meta's notifications")]
    [InlineData("WhatsApp:Sender", "Nobody", "WhatsApp:Sender is none of Meta, Header, Basic, D360Signature")]
    [InlineData("Register:Timeout", "soon", "Register:Timeout is not a duration")]
    public async Task A_setting_that_cannot_work_is_named(string key, string? value, string expected)
    {
        program[key] = value;

        var refused = await program.RunAsync($"meta --url {receiver.Callback}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("meta --fields messages,Mes+sages")]
    [InlineData("account")]
    [InlineData("account 12/34")]
    [InlineData("account 1234 --unlink --remove")]
    [InlineData("number +15550100200")]
    [InlineData("show --number +15550100200")]
    [InlineData("nonsense")]
    public async Task A_command_that_is_not_understood_calls_nothing(string command)
    {
        var refused = await program.RunAsync(command);

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.NotEmpty(refused.Errors);
        Assert.Equal(0, graph.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await graph.DisposeAsync();
    }
}
