using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>register account</c>: the link, the override, and the ways back.</summary>
public sealed class When_an_account_is_linked : IAsyncLifetime
{
    private const string Account = GraphStandIn.Account;
    private const string Apps = $"/v23.0/{Account}/subscribed_apps";

    private readonly GraphStandIn graph = new();
    private readonly Receiver receiver = Receiver.Start();
    private readonly RegisterProgram program;

    public When_an_account_is_linked() => program = new RegisterProgram().With(graph);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_is_linked_once_and_unlinked_by_the_same_command()
    {
        var linked = await program.RunAsync($"account {Account}");
        var again = await program.RunAsync($"account {Account}");
        Assert.Equal([$"GET {Apps}", $"POST {Apps}", $"GET {Apps}", $"GET {Apps}"], graph.Lines);
        Assert.Equal([Account], graph.Links.Keys);

        var unlinked = await program.RunAsync($"account {Account} --unlink");
        var nothing = await program.RunAsync($"account {Account} --unlink");

        Assert.Equal((0, 0, 0, 1), (linked.ExitCode, again.ExitCode, unlinked.ExitCode, nothing.ExitCode));
        Assert.StartsWith($"The app is linked to the account {Account}: ", linked.Output, StringComparison.Ordinal);
        Assert.StartsWith($"The app is already linked to the account {Account}.", again.Output, StringComparison.Ordinal);
        Assert.StartsWith($"The app is not linked to the account {Account} any more", unlinked.Output, StringComparison.Ordinal);
        Assert.Contains("There is no link to remove.", nothing.Output, StringComparison.Ordinal);
        Assert.Empty(graph.Links);
        Assert.Single(graph.Lines, static line => line.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_override_is_set_and_removed_by_the_same_command()
    {
        graph.Links[Account] = null;

        var set = await program.RunAsync($"account {Account} --override --url {receiver.Callback}");
        Assert.Equal(receiver.Callback.ToString(), graph.Links[Account]);
        var removed = await program.RunAsync($"account {Account} --override --remove");

        Assert.Equal((0, 0), (set.ExitCode, removed.ExitCode));
        Assert.StartsWith($"Meta sends the notifications of the account {Account} to {receiver.Callback}.\n", set.Output, StringComparison.Ordinal);
        Assert.StartsWith($"The account {Account} has no override any more", removed.Output, StringComparison.Ordinal);
        Assert.True(graph.Links.TryGetValue(Account, out var left));
        Assert.Null(left);
    }

    /// <summary>Meta removes an override when a linked app is linked again.</summary>
    [Fact]
    public async Task Linking_again_keeps_the_override()
    {
        graph.Links[Account] = "https://example.com/shop";

        var again = await program.RunAsync($"account {Account}");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("with an override to https://example.com/shop", again.Output, StringComparison.Ordinal);
        Assert.Equal("https://example.com/shop", graph.Links[Account]);
    }

    /// <summary>Meta links the app when the override of one that is not linked is removed.</summary>
    [Fact]
    public async Task Removing_an_override_links_nothing()
    {
        var removed = await program.RunAsync($"account {Account} --remove");

        Assert.Equal(1, removed.ExitCode);
        Assert.Contains("There is no override to remove.", removed.Output, StringComparison.Ordinal);
        Assert.Empty(graph.Links);
    }

    [Fact]
    public async Task An_override_needs_the_link()
    {
        var refused = await program.RunAsync($"account {Account} --override --url {receiver.Callback}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains("the app is not linked to the account yet (error 100). First run: register account <waba-id>.", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_is_checked_by_a_handshake_with_the_token_of_its_endpoint()
    {
        graph.Links[Account] = null;
        program["WhatsApp:VerifyToken"] = RegisterProgram.WrongSecret;

        var own = await program.RunAsync($"account {Account} --override --url {receiver.Callback}");
        var metas = await program.RunAsync($"account {Account} --override --no-wait --url {receiver.Callback}");

        Assert.Equal((2, 2), (own.ExitCode, metas.ExitCode));
        Assert.Contains("Nothing was registered", own.Errors, StringComparison.Ordinal);
        Assert.Contains("Meta saw status 403", metas.Errors, StringComparison.Ordinal);
        Assert.Single(graph.Calls);
        Assert.Null(graph.Links[Account]);
    }

    [Fact]
    public async Task An_override_has_at_most_200_characters()
    {
        var refused = await program.RunAsync($"account {Account} --override --url https://hooks.example.com/{new string('a', 200)}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Meta accepts 200 for an override", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await graph.DisposeAsync();
    }
}
