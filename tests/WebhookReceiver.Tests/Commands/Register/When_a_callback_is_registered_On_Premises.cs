using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>register on-premises</c>.</summary>
public sealed class When_a_callback_is_registered_On_Premises : IAsyncLifetime
{
    private readonly OnPremisesStandIn client = new();
    private readonly Receiver receiver = Receiver.Start();
    private readonly RegisterProgram program;

    public When_a_callback_is_registered_On_Premises() => program = new RegisterProgram().With(client);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_logs_in_changes_the_settings_reads_them_back_and_logs_out()
    {
        var registered = await program.RunAsync($"on-premises --url {receiver.PublicUrl}");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.StartsWith($"The On-Premises API sends to {receiver.Callback}.\n", registered.Output, StringComparison.Ordinal);
        Assert.Contains("sends no proof of its own", registered.Output, StringComparison.Ordinal);
        Assert.Equal(["POST /v1/users/login", "PATCH /v1/settings/application", "GET /v1/settings/application", "POST /v1/users/logout"], client.Lines);
        Assert.Equal(
            $$$"""{"callback_persist":true,"sent_status":true,"webhooks":{"url":"{{{receiver.Callback}}}","max_concurrent_requests":6}}""", client.Application!.Value.GetRawText());
        Assert.False(client.IsLoggedIn);
    }

    [Fact]
    public async Task A_configured_token_and_other_settings_are_used()
    {
        program["OnPremises:AccessToken"] = OnPremisesStandIn.ConfiguredToken;
        program["OnPremises:UserName"] = null;
        program["OnPremises:Password"] = null;
        program["OnPremises:SentStatus"] = "false";
        program["OnPremises:MaxConcurrentRequests"] = "24";

        var registered = await program.RunAsync($"on-premises --url {receiver.Callback}");

        Assert.Equal(0, registered.ExitCode);
        Assert.Equal(["PATCH /v1/settings/application", "GET /v1/settings/application"], client.Lines);
        Assert.False(client.Application!.Value.GetProperty("sent_status").GetBoolean());
        Assert.Equal(24, client.Application.Value.GetProperty("webhooks").GetProperty("max_concurrent_requests").GetInt32());
    }

    [Fact]
    public async Task A_client_that_cannot_log_out_is_no_failure()
    {
        client.HasLogout = false;

        var registered = await program.RunAsync($"on-premises --url {receiver.Callback}");

        Assert.Equal((0, string.Empty), (registered.ExitCode, registered.Errors));
        Assert.Contains("Note: The API did not end the token of the login; it ends by itself.", registered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_logs_out_after_a_failure_too()
    {
        client.Instead = static call => call.Method is "PATCH" ? StandInAnswers.Status(403) : null;

        var refused = await program.RunAsync($"on-premises --url {receiver.Callback}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("POST /v1/users/logout", client.Lines[^1]);
        Assert.False(client.IsLoggedIn);
    }

    [Fact]
    public async Task Nothing_is_changed_before_the_service_answers()
    {
        await using var open = new CallbackStandIn(unreadyFor: 0);

        var absent = await program.RunAsync($"on-premises --url {receiver.PublicUrl}elsewhere");
        var unlocked = await program.RunAsync($"on-premises --url {open.Url}");

        Assert.Equal((2, 2), (absent.ExitCode, unlocked.ExitCode));
        Assert.Contains("it answered 404", absent.Errors, StringComparison.Ordinal);
        Assert.Contains("it accepted a delivery without any proof", unlocked.Errors, StringComparison.Ordinal);
        Assert.Equal(0, client.Connections);
    }

    [Theory]
    [InlineData("OnPremises:Url", null, "OnPremises:Url is not set")]
    [InlineData("OnPremises:UserName", null, "OnPremises:UserName is not set, and neither is OnPremises:AccessToken")]
    [InlineData("OnPremises:Password", null, "OnPremises:Password is not set. Set the environment variable OnPremises__Password")]
    [InlineData("OnPremises:SentStatus", "perhaps", "OnPremises:SentStatus is neither true nor false")]
    [InlineData("OnPremises:MaxConcurrentRequests", "0", "OnPremises:MaxConcurrentRequests is not a number")]
    public async Task What_is_missing_or_wrong_is_named(string key, string? value, string expected)
    {
        program[key] = value;

        var refused = await program.RunAsync($"on-premises --url {receiver.Callback}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, client.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await client.DisposeAsync();
    }
}
