using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary><c>register number</c>.</summary>
public sealed class When_a_number_gets_a_callback_of_its_own : IAsyncLifetime
{
    private const string Number = GraphStandIn.Number;

    private readonly GraphStandIn graph = new();
    private readonly Receiver receiver = Receiver.Start();
    private readonly RegisterProgram program;

    public When_a_number_gets_a_callback_of_its_own() => program = new RegisterProgram().With(graph);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task It_is_set_read_back_and_removed_by_the_same_command()
    {
        var set = await program.RunAsync($"number {Number} --url {receiver.Callback}");
        Assert.Equal(receiver.Callback.ToString(), graph.Numbers[Number]);
        var removed = await program.RunAsync($"number {Number} --remove");

        Assert.Equal((0, 0), (set.ExitCode, removed.ExitCode));
        Assert.StartsWith($"Meta sends the notifications of the number {Number} to {receiver.Callback}.\n", set.Output, StringComparison.Ordinal);
        Assert.Equal($"The number {Number} has no override any more: its notifications go to https://example.com/app.\n", removed.Output);
        Assert.Empty(graph.Numbers);
        Assert.Equal("webhook_configuration", graph.Calls[1].Query["fields"]);
        Assert.Equal("""{"webhook_configuration":{"override_callback_uri":""}}""", graph.Calls[2].Body);
    }

    [Fact]
    public async Task A_failed_handshake_sets_nothing()
    {
        program["WhatsApp:VerifyToken"] = RegisterProgram.WrongSecret;

        var refused = await program.RunAsync($"number {Number} --no-wait --url {receiver.Callback}");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Meta saw status 403", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(graph.Numbers);
    }

    [Fact]
    public async Task An_override_that_stays_is_reported()
    {
        graph.Instead = static call => call.Method is "POST" ? Microsoft.AspNetCore.Http.Results.Json(new { success = true }) : null;
        graph.Numbers[Number] = "https://example.com/stays";

        var set = await program.RunAsync($"number {Number} --url {receiver.Callback}");
        var removed = await program.RunAsync($"number {Number} --remove");

        Assert.Equal((1, 1), (set.ExitCode, removed.ExitCode));
        Assert.Contains($"NOT AS REQUESTED: The override is https://example.com/stays, not {receiver.Callback}.", set.Output, StringComparison.Ordinal);
        Assert.Contains("NOT AS REQUESTED: The override is still there.", removed.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await graph.DisposeAsync();
    }
}
