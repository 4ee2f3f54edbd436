using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>A real service in a separate process, and commands beside it that know the folder and no secret.</summary>
public sealed class When_commands_are_given : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    private string Inbox => temporary.File("inbox");

    [Fact]
    public async Task They_ask_the_running_service_and_use_the_folder_when_it_is_stopped()
    {
        string id;

        await using (var service = await StartAsync())
        {
            var listed = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "list", "--json");
            id = listed.Json.GetProperty("dead_letters")[1].GetProperty("id").GetString()!;
            var newest = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "list", "--limit", "1", "--until", "2100-01-01", "--cause", "stale");
            var other = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "list", "--exception", "System.TimeoutException");
            var summary = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "summary", "--json");
            var shown = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "show", id);
            var status = await Command.RunAsync(Inbox, service.OperationsUrl, "inbox", "status", "--json");
            var discarded = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "discard", id);
            var gone = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "show", id);

            Assert.Equal(0, listed.ExitCode);
            Assert.Contains("wamid.2", newest.Output, StringComparison.Ordinal);
            Assert.Contains("1 of 2, the newest first.", newest.Output, StringComparison.Ordinal);
            Assert.Equal(1, other.ExitCode);
            Assert.Equal(2, Assert.Single(summary.Json.GetProperty("groups").EnumerateArray()).GetProperty("count").GetInt32());
            Assert.Contains("stale", shown.Output, StringComparison.Ordinal);
            Assert.Contains("wamid.1", shown.Output, StringComparison.Ordinal);
            Assert.True(status.Json.GetProperty("running").GetBoolean());
            Assert.Equal(0, discarded.ExitCode);
            Assert.Equal(1, gone.ExitCode);
            service.Terminate();
            await service.UntilExitAsync(Patience.Token);
        }

        var stopped = await Command.RunAsync(Inbox, "inbox", "status", "--json");
        var left = await Command.RunAsync(Inbox, "dead-letters", "list");
        var exported = await Command.RunAsync(Inbox, "inbox", "export");

        Assert.False(stopped.Json.GetProperty("running").GetBoolean());
        Assert.DoesNotContain(id, left.Output, StringComparison.Ordinal);
        Assert.Contains("message.text", left.Output, StringComparison.Ordinal);
        Assert.Equal(2, exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_configured_key_and_settings_on_the_command_line_are_used()
    {
        const string Key = "a-configured-key-0123456789";
        await using var service = await StartAsync(new(StringComparer.Ordinal) { ["Operations:ApiKey"] = Key });

        var without = await Command.RunAsync(Inbox, service.OperationsUrl, "inbox", "status");
        var wrong = await Command.RunAsync(Inbox, service.OperationsUrl, "inbox", "status", "--Operations:ApiKey=another-key-0123456789");
        var right = await Command.RunAsync("/nowhere", "inbox", "status", $"--Inbox:Directory={Inbox}", "--Operations:ApiKey", Key, $"--Operations:Url={service.OperationsUrl}");

        Assert.False(File.Exists(Path.Combine(Inbox, "operations.key")));
        Assert.Equal(2, without.ExitCode);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("does not accept this key", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(0, right.ExitCode);
        Assert.DoesNotContain(Key, without.Errors + wrong.Errors + right.Output + service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_service_is_reported()
    {
        await using var service = await StartAsync();

        var unreachable = await Command.RunAsync(Inbox, "dead-letters", "list");

        Assert.Equal(2, unreachable.ExitCode);
        Assert.Matches("in use by|being used by", unreachable.Errors);
        Assert.Contains("Operations:Url", unreachable.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dead-letters")]
    [InlineData("dead-letters nonsense")]
    [InlineData("dead-letters show")]
    [InlineData("dead-letters show 1")]
    [InlineData("dead-letters replay")]
    [InlineData("dead-letters discard")]
    [InlineData("dead-letters list --limit 0")]
    [InlineData("dead-letters replay --all --rate -1")]
    [InlineData("dead-letters discard 0196fd5c-6c39-7000-8000-000000000000 --handler desk")]
    [InlineData("inbox erase")]
    [InlineData("inbox status --nonsense")]
    public async Task A_command_that_is_not_understood_exits_with_2(string command)
    {
        var refused = await Command.RunAsync(Inbox, command.Split(' '));

        Assert.Equal(2, refused.ExitCode);
        Assert.NotEmpty(refused.Errors);
    }

    [Fact]
    public async Task A_replay_on_a_stopped_service_is_done_at_the_next_start()
    {
        // Not killed: a dead letter that was only shown, and not yet written, would be created anew at the next start.
        await using (var service = await StartAsync())
        {
            service.Terminate();
            await service.UntilExitAsync(Patience.Token);
        }

        var replayed = await Command.RunAsync(Inbox, "dead-letters", "replay", "--all", "--cause", "stale", "--json");
        await using var after = await StartAsync();
        var api = ApiClient.Of(after, Inbox);
        await api.UntilAsync(static letters => letters.Count is 0);

        Assert.Equal(0, replayed.ExitCode);
        Assert.Equal(2, replayed.Json.GetProperty("replaying").GetInt32());
    }

    [Fact]
    public async Task All_that_match_are_counted_and_discarded_by_the_running_service_and_in_the_folder_of_a_stopped_one()
    {
        await using (var service = await StartAsync())
        {
            var counted = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "discard", "--cause", "stale", "--dry-run");
            var none = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "discard", "--cause", "never retry");
            var replayed = await Command.RunAsync(Inbox, service.OperationsUrl, "dead-letters", "replay", "--handler", "nobody", "--json");

            Assert.Equal((0, "2 found; nothing was done."), (counted.ExitCode, counted.Output.Trim()));
            Assert.Equal((1, "0 found, 0 discarded, 0 skipped, 0 unreadable."), (none.ExitCode, none.Output.Trim()));
            Assert.Equal("completed", replayed.Json.GetProperty("state").GetString());
            service.Terminate();
            await service.UntilExitAsync(Patience.Token);
        }

        var left = await Command.RunAsync(Inbox, "dead-letters", "discard", "--all", "--dry-run", "--json");
        var discarded = await Command.RunAsync(Inbox, "dead-letters", "discard", "--until", "2100-01-01", "--rate", "0");
        var listed = await Command.RunAsync(Inbox, "dead-letters", "list");

        Assert.Equal(2, left.Json.GetProperty("found").GetInt32());
        Assert.Equal((0, "2 found, 2 discarded, 0 skipped, 0 unreadable."), (discarded.ExitCode, discarded.Output.Trim()));
        Assert.Equal(1, listed.ExitCode);
    }

    [Theory]
    [InlineData("n", "", 2)]
    [InlineData("y", "", 0)]
    [InlineData("n", " --yes", 0)]
    public async Task A_person_at_a_terminal_is_asked_before_more_than_one_is_discarded(string answer, string switches, int exitCode)
    {
        await using (var service = await StartAsync())
        {
            service.Terminate();
            await service.UntilExitAsync(Patience.Token);
        }

        var (code, screen) = await Commands.Terminal.RunAsync(120, Inbox, $"dead-letters discard --all{switches}", answer);

        Assert.Equal(exitCode, code);
        Assert.Equal(switches is "", screen.Contains("Discard 2 dead letters? [y/N]", StringComparison.Ordinal));
        Assert.Equal(exitCode is 2, screen.Contains("Nothing was done.", StringComparison.Ordinal));
        Assert.Equal(exitCode is 2 ? 0 : 1, (await Command.RunAsync(Inbox, "dead-letters", "list")).ExitCode);
    }

    [Fact]
    public async Task A_switch_accepts_a_loss_for_one_start()
    {
        for (var life = 0; life < 3; life++)
        {
            await using var service = await StartAsync();
            service.Terminate();
            await service.UntilExitAsync(Patience.Token);
        }

        File.Delete(Directory.EnumerateFiles(Path.Combine(Inbox, "deliveries")).Order(StringComparer.Ordinal).ElementAt(1));

        await using (var refused = ReceiverProcess.Start(Settings()))
        {
            Assert.NotEqual(0, await refused.UntilExitAsync(Patience.Token));
            Assert.Contains("--accept-loss", refused.Output, StringComparison.Ordinal);
        }

        await using var accepted = ReceiverProcess.Start(Settings(), "--accept-loss");
        await accepted.UntilReadyAsync(Patience.Token);
    }

    public void Dispose() => temporary.Dispose();

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["Inbox:Store"] = "Journal",
        ["Inbox:Directory"] = Inbox,
        ["Inbox:MinimumFreeBytes"] = "0",
        ["Inbox:StaleEvents"] = "Quarantine",
    };

    /// <summary>A service that has created dead letters of two old messages the first time it was started.</summary>
    private async Task<ReceiverProcess> StartAsync(Dictionary<string, string?>? more = null)
    {
        var settings = Settings();

        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        var isFirst = !Directory.Exists(Inbox);
        var service = ReceiverProcess.Start(settings);
        await service.UntilReadyAsync(Patience.Token);

        for (var index = 1; isFirst && index <= 2; index++)
        {
            var old = Notifications.Text("15550100301", $"wamid.{index}", "hello").Replace("1781000000", "1600000000", StringComparison.Ordinal);
            using var answer = await service.Http.SendAsync(Notifications.Signed(service.Callback, old), Patience.Token);
            answer.EnsureSuccessStatusCode();
        }

        if (isFirst)
        {
            var patience = Patience.Token;
            await Poll.UntilAsync(
                async () => (await service.InboxHealthAsync(patience)).GetProperty("dead_letters").GetInt32() is 2, "there were two dead letters", patience);
        }

        return service;
    }
}
