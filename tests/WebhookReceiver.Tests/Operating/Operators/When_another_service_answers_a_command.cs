using Microsoft.AspNetCore.Http;
using WebhookReceiver.Tests.Commands.Register;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>What answers at <c>Operations:Url</c> is not the service that was meant, or lets nobody in: the command says in a line what to check.</summary>
public sealed class When_another_service_answers_a_command : IAsyncDisposable
{
    private const string Id = "01a1faa1-7809-7f6c-b6e1-99132d80766a";

    private readonly OtherService other = new();

    /// <summary>Every command that asks a running service, and needs no answer from a person.</summary>
    public static TheoryData<string> Commands { get; } =
    [
        "dead-letters list", "dead-letters summary", $"dead-letters show {Id}", $"dead-letters replay {Id}", $"dead-letters discard {Id}", "dead-letters replay --all --yes", "dead-letters discard --all --dry-run",
        "events find", "events show 0123456789ab", "events show 0123456789ab --content", "handlers list", "handlers pause orders", "audit list", "inbox status", "inbox export", "inbox erase --user 15550100300",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_ends_with_a_line_that_names_the_key_to_check(string command)
    {
        foreach (var answer in new[] { StandInAnswers.Page, StandInAnswers.Status(404), Results.Json(new { name = "something else" }) })
        {
            await AssertNamesTheKeyAsync(command, answer);
        }
    }

    [Fact]
    public async Task So_it_does_when_the_answer_is_broken()
    {
        foreach (var answer in new[] { Results.Text("null", "application/json"), Results.Text("{", "application/problem+json", statusCode: 409) })
        {
            await AssertNamesTheKeyAsync("inbox status", answer);
        }
    }

    /// <summary>Of a service with the store <c>Memory</c> that has no key, every request is answered with 404.</summary>
    [Theory]
    [InlineData("dead-letters list")]
    [InlineData("dead-letters summary")]
    [InlineData("dead-letters replay --all --yes")]
    [InlineData("handlers list")]
    [InlineData("audit list")]
    [InlineData("inbox status")]
    [InlineData("events find")]
    public async Task The_answer_of_a_service_without_a_key_is_shown(string command)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" });

        var given = await RunAsync(receiver.OperationsUrl, command);

        Assert.Equal((2, string.Empty), (given.ExitCode, given.Output));
        Assert.Contains("Set Operations:ApiKey.", Assert.Single(given.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await other.DisposeAsync();

    private async Task AssertNamesTheKeyAsync(string command, IResult answer)
    {
        other.Answer = answer;

        var given = await RunAsync(other.Url, command);

        Assert.Equal((2, string.Empty), (given.ExitCode, given.Output));
        Assert.Contains("Operations:Url", Assert.Single(given.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static Task<Command> RunAsync(Uri operations, string command) =>
        Command.RunAsync("/nowhere", operations, [.. command.Split(' '), "--Inbox:Store=Memory", "--Operations:ApiKey=an-operations-key-0123"]);

    private sealed class OtherService : StandIn
    {
        public IResult Answer { get; set; } = StandInAnswers.Page;

        protected override Task<IResult> AnswerAsync(StandInCall call) => Task.FromResult(Answer);
    }
}
