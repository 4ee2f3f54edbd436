using Microsoft.AspNetCore.Http;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>A redirect must not carry a token to wherever it points.</summary>
public sealed class When_a_redirect_is_answered : IAsyncLifetime
{
    private readonly GraphStandIn graph = new();
    private readonly GraphStandIn elsewhere = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Nothing_is_sent_there(int status)
    {
        graph.Instead = call => StandInAnswers.Status(status, body: null, ("Location", $"{elsewhere.Url}{call.Path[1..]}"));

        var refused = await new RegisterProgram().With(graph).RunAsync($"account {GraphStandIn.Account}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"answered {status}, a redirect to {elsewhere.Url.Authority}, which is not followed", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_callback_URL_that_redirects_is_not_registered()
    {
        elsewhere.Instead = static _ => Results.Redirect("https://hooks.example.com/webhook");

        var refused = await new RegisterProgram().With(graph).RunAsync($"meta --url {elsewhere.Url}webhook");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("it answered 302, a redirect to hooks.example.com; senders do not follow it.", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await graph.DisposeAsync();
        await elsewhere.DisposeAsync();
    }
}
