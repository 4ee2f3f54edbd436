using Microsoft.AspNetCore.Http;
using WebhookReceiver.Tests.Operating.Operators;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>Each error of each service, once. The message is a sentence with the next step, and <see cref="RegisterProgram"/> checks that it contains no secret.</summary>
public sealed class When_a_service_refuses : IAsyncLifetime
{
    private const string Callback = "https://hooks.example.com/webhook";

    private static readonly TimeSpan SoonOver = TimeSpan.FromMilliseconds(300);

    private readonly GraphStandIn graph = new();
    private readonly D360StandIn d360 = new();
    private readonly OnPremisesStandIn client = new();
    private readonly RegisterProgram program = new();

    public When_a_service_refuses()
    {
        program.With(graph).With(d360).With(client);
        graph.Links[GraphStandIn.Account] = null;
    }

    /// <summary>What comes instead of the service's own answer, and what the message contains.</summary>
    public static TheoryData<string, string> Anything => new()
    {
        { "page", "answered 200 with text/html instead of JSON" },
        { "redirect", "answered 302, a redirect to elsewhere.example.com, which is not followed" },
        { "unauthorized", "answered 401: the credentials are wrong or have expired" },
        { "forbidden", "answered 403: the credentials do not allow this" },
        { "not found", "answered 404: it does not know this address" },
        { "too many", "answered 429: too many calls. Try again in 17 s." },
        { "broken", "answered 502: it has a problem of its own. Try again later." },
        { "silence", "did not answer the call to " },
        { "flood", "the answer is too large" },
        { "hang up", "could not be called to " },
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(190, null, "Error validating access token: Session has expired on Monday", "the token has expired (error 190)")]
    [InlineData(190, 463, "Error validating access token", "the token has expired (error 190)")]
    [InlineData(190, null, "Malformed access token " + GraphStandIn.AccessToken, "Meta does not accept the token (error 190). Check Graph:AccessToken.")]
    [InlineData(1609, null, "Cannot use EAAscenarioAccessToken0123456789...cdefghijklmnop", "Meta answered with error 1609. Meta says: Cannot use ***...***.")]
    [InlineData(10, null, "(#10) Application does not have permission for this action", "the token has no permission for it (error 10). It needs whatsapp_business_management")]
    [InlineData(200, null, "(#200) You do not have the necessary permissions", "the token has no permission for it (error 200)")]
    [InlineData(299, null, "Permissions", "the token has no permission for it (error 299)")]
    [InlineData(100, null, "(#100) Before override the current callback uri, your app must be subscribed", "the app is not linked to the account yet (error 100). First run: register account <waba-id>.")]
    [InlineData(100, 33, "Unsupported get request. Object does not exist", "Meta does not know the id, or hides it from this token (error 100). Check the id of the account")]
    [InlineData(100, null, "(#100) Param override_callback_uri must be a valid URL", "Meta refuses a value (error 100). Meta says: (#100) Param override_callback_uri must be a valid URL.")]
    [InlineData(4, null, "(#4) Application request limit reached", "Meta limits the number of calls (error 4). Try again in 17 s.")]
    [InlineData(80007, null, "(#80007) Rate limit issues", "Meta limits the number of calls (error 80007). Try again in 17 s.")]
    [InlineData(2200, null, "(#2200) Callback verification failed with the following errors: HTTP Status Code = 404; HTTP Message = Not Found", "Meta saw status 404). The path of the URL")]
    [InlineData(2200, null, "(#2200) Callback verification failed with the following errors: HTTP Status Code = 301", "Meta does not follow redirects")]
    [InlineData(2200, null, "(#2200) Callback verification failed with the following errors: HTTP Status Code = 502", "The proxy does not reach the service")]
    [InlineData(2200, null, "(#2200) The URL couldn't be validated. Response does not match challenge", "Meta says: (#2200) The URL couldn't be validated. Response does not match challenge.")]
    [InlineData(2, null, "Service temporarily unavailable", "Meta has a temporary problem (error 2)")]
    [InlineData(368, null, "Temporarily blocked for policies violations", "Meta answered with error 368. Meta says: Temporarily blocked for policies violations.")]
    public async Task An_error_of_the_Graph_API_is_a_sentence_with_the_next_step(int code, int? subcode, string message, string expected)
    {
        graph.Instead = _ => GraphStandIn.Error(code, message, subcode, headers: ("Retry-After", "17"));

        var account = await program.RunAsync($"account {GraphStandIn.Account} --override --no-wait --url {Callback}");

        AssertRefused(account, expected);
        Assert.Single(graph.Calls);
    }

    [Fact]
    public async Task A_wrong_app_secret_is_not_repeated()
    {
        program["WhatsApp:AppSecret"] = RegisterProgram.WrongSecret;

        AssertRefused(await program.RunAsync($"meta --no-wait --url {Callback}"), "Meta does not know this app with this secret (error 1). Check Graph:AppId and WhatsApp:AppSecret. Meta says: Error validating client secret ***.");
    }

    [Fact]
    public async Task A_wrong_access_token_is_not_repeated()
    {
        program["Graph:AccessToken"] = RegisterProgram.WrongSecret;

        AssertRefused(await program.RunAsync($"account {GraphStandIn.Account}"), "Meta does not accept the token (error 190). Check Graph:AccessToken.");
    }

    [Fact]
    public async Task A_field_that_Meta_does_not_offer_can_be_left_out()
    {
        graph.Instead = static call => call.Method is "POST" ? GraphStandIn.Error(100, "(#100) Invalid parameter: fields") : null;

        AssertRefused(await program.RunAsync($"meta --no-wait --url {Callback}"), "choose others with --fields");
    }

    [Fact]
    public async Task A_change_that_Meta_does_not_confirm_is_no_success()
    {
        graph.Instead = static call => call.Method is "POST" ? Results.Json(new { success = false }) : null;

        AssertRefused(await program.RunAsync($"meta --no-wait --url {Callback}"), "Could not subscribe the app: Meta did not confirm it.");
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_back_is_said_to_be_accepted()
    {
        await using var callback = new CallbackStandIn(unreadyFor: 0);
        graph.Instead = static call => call.Method is "GET" && call.Path.EndsWith("/subscriptions", StringComparison.Ordinal) ? StandInAnswers.Status(503) : null;

        AssertRefused(
            await program.RunAsync($"meta --no-wait --url {callback.Url}hook"),
            "The change was accepted, but could not be read back. Could not read the subscription of the app: the Graph API answered 503");
    }

    [Fact]
    public async Task An_answer_without_a_token_is_no_success()
    {
        graph.Instead = static _ => Results.Json(new { access_token = Array.Empty<string>(), token_type = "bearer" });

        AssertRefused(await program.RunAsync($"meta --no-wait --url {Callback}"), "Could not get an app access token: Meta's answer contains none.");
    }

    [Theory]
    [MemberData(nameof(Anything))]
    public async Task Whatever_comes_instead_of_the_Graph_API_is_explained(string answer, string expected)
    {
        graph.Instead = AnswerOf(answer);

        AssertRefused(await program.RunAsync($"account {GraphStandIn.Account}"), expected);
        AssertCalledOnce(graph, answer);
    }

    [Theory]
    [MemberData(nameof(Anything))]
    public async Task Whatever_comes_instead_of_360dialog_is_explained(string answer, string expected)
    {
        program["WhatsApp:Sender"] = "D360Signature";
        d360.Instead = AnswerOf(answer);

        AssertRefused(await program.RunAsync($"360dialog --no-wait --url {Callback}"), expected);
        AssertCalledOnce(d360, answer);
    }

    [Theory]
    [MemberData(nameof(Anything))]
    public async Task Whatever_comes_instead_of_the_On_Premises_API_is_explained(string answer, string expected)
    {
        client.Instead = AnswerOf(answer);

        AssertRefused(await program.RunAsync($"on-premises --no-wait --url {Callback}"), expected);
        AssertCalledOnce(client, answer);
    }

    [Fact]
    public async Task A_wrong_key_of_360dialog_is_not_repeated()
    {
        program["WhatsApp:Sender"] = "D360Signature";
        program["D360:ApiKey"] = RegisterProgram.WrongSecret;

        AssertRefused(await program.RunAsync($"360dialog --no-wait --url {Callback}"), "the 360dialog API answered 401: the credentials are wrong or have expired. Check D360:ApiKey. 360dialog says: Invalid api key ***");
    }

    [Fact]
    public async Task A_wrong_password_of_the_On_Premises_API_is_not_repeated()
    {
        program["OnPremises:Password"] = RegisterProgram.WrongSecret;

        AssertRefused(
            await program.RunAsync($"on-premises --no-wait --url {Callback}"),
            "answered 401: the credentials are wrong or have expired. Check OnPremises:UserName and OnPremises:Password. It says: Access denied, Invalid credentials Basic *** (error 1005).");
    }

    [Fact]
    public async Task A_wrong_token_of_the_On_Premises_API_is_not_repeated()
    {
        program["OnPremises:AccessToken"] = RegisterProgram.WrongSecret;

        AssertRefused(await program.RunAsync($"on-premises --no-wait --url {Callback}"), "Check OnPremises:AccessToken. It says: Access denied, Invalid token *** (error 1005).");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "the connection was refused")]
    [InlineData("https://graph.invalid", "the host name cannot be resolved (DNS)")]
    [InlineData("tls", "TLS failed")]
    public async Task A_service_that_cannot_be_reached_is_explained(string address, string expected)
    {
        // A server without TLS is not understood as one.
        program["Graph:Url"] = address is "tls" ? $"https://127.0.0.1:{graph.Url.Port}" : address;

        AssertRefused(await program.RunAsync($"account {GraphStandIn.Account}"), expected);
    }

    public async ValueTask DisposeAsync()
    {
        await graph.DisposeAsync();
        await d360.DisposeAsync();
        await client.DisposeAsync();
    }

    private static void AssertRefused(Command refused, string expected)
    {
        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal('\n', refused.Errors[^1]);
        Assert.DoesNotContain('\n', refused.Errors[..^1]);
    }

    /// <summary>No call is repeated. One that is over too soon may not have arrived.</summary>
    private static void AssertCalledOnce(StandIn service, string answer) => Assert.InRange(service.Calls.Count, answer is "silence" ? 0 : 1, 1);

    private Func<StandInCall, IResult?> AnswerOf(string answer)
    {
        if (answer is "silence")
        {
            program["Register:Timeout"] = SoonOver.ToString("c");
        }

        var result = answer switch
        {
            "page" => StandInAnswers.Page,
            "redirect" => StandInAnswers.Status(302, body: null, ("Location", "https://elsewhere.example.com/login")),
            "unauthorized" => StandInAnswers.Status(401),
            "forbidden" => StandInAnswers.Status(403),
            "not found" => StandInAnswers.Status(404),
            "too many" => StandInAnswers.Status(429, body: null, ("Retry-After", "17")),
            "broken" => StandInAnswers.Status(502),
            "silence" => StandInAnswers.Silence,
            "flood" => StandInAnswers.Flood,
            _ => StandInAnswers.HangUp,
        };
        return _ => result;
    }
}
