using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

[Trait("row", "W11")]
public sealed class When_dead_letters_are_replayed
{
    private readonly ConcurrentQueue<string> calls = new();
    private Exception exception = new InvalidOperationException("<i>no</i>");
    private bool isFailing = true;

    [Fact]
    public async Task A_successful_replay_removes_the_dead_letter()
    {
        await using var receiver = await FailingReceiver.StartAsync(HandleAsync);
        await receiver.SendAsync("15550100301", "wamid.1");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
        isFailing = false;

        var (status, _) = await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(letter)}/replay");
        await receiver.Api.UntilAsync(static letters => letters.Count is 0);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(["wamid.1", "wamid.1"], calls);
    }

    [Fact]
    public async Task Failed_replays_keep_the_dead_letter_and_are_counted()
    {
        await using var receiver = await FailingReceiver.StartAsync(HandleAsync);
        await receiver.SendAsync("15550100301", "wamid.1");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));

        for (var replay = 1; replay <= 2; replay++)
        {
            await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(letter)}/replay");
            letter = Assert.Single(await receiver.Api.UntilAsync(
                letters => letters is [var one] && !one.GetProperty("replaying").GetBoolean() && one.GetProperty("replays").GetInt32() == replay));
        }

        Assert.Equal(2, letter.GetProperty("replays").GetInt32());
        Assert.Equal(3, letter.GetProperty("attempts").GetInt32());
        Assert.Equal(3, calls.Count);
    }

    [Fact]
    public async Task The_history_of_the_event_has_each_replay_and_how_it_ended()
    {
        await using var receiver = await FailingReceiver.StartAsync(HandleAsync);
        await receiver.SendAsync("15550100301", "wamid.1");
        await receiver.SendAsync("15550100302", "wamid.2");
        var letters = await receiver.Api.UntilAsync(static letters => letters.Count is 2);
        await receiver.UntilSettledAsync();
        var (first, second) = (letters.Single(static one => one.GetProperty("message_id").GetString() is "wamid.1"), letters.Single(static one => one.GetProperty("message_id").GetString() is "wamid.2"));
        exception = new TimeoutException("<i>no</i>");
        await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(first)}/replay");
        await receiver.Api.UntilAsync(static letters => letters.Any(static one => !one.GetProperty("replaying").GetBoolean() && one.GetProperty("replays").GetInt32() is 1));
        isFailing = false;
        await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(first)}/replay");
        await receiver.Api.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{IdOf(second)}");
        await receiver.Api.UntilAsync(static letters => letters.Count is 0);

        var replayed = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/events/{first.GetProperty("key").GetString()}");
        var discarded = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/events/{second.GetProperty("key").GetString()}");
        var printed = await Command.RunAsync(receiver.Directory, receiver.Receiver.OperationsUrl, "events", "show", first.GetProperty("key").GetString()!);

        Assert.Equal(("handled", "handled"), (replayed.GetProperty("state").GetString(), replayed.GetProperty("handlers")[0].GetProperty("state").GetString()));
        var call = Assert.Single(Assert.Single(replayed.GetProperty("attempts").EnumerateArray()).GetProperty("handlers").EnumerateArray());
        Assert.Equal(("gave up", "System.InvalidOperationException"), (call.GetProperty("result").GetString(), call.GetProperty("exception_type").GetString()));
        Assert.Equal(
            [("replay requested", null), ("replay failed", "System.TimeoutException"), ("replay requested", null), ("handled", null)],
            replayed.GetProperty("dead_letter_steps").EnumerateArray().Select(static step => (step.GetProperty("step").GetString(), step.GetProperty("exception_type").GetString())));
        Assert.All(replayed.GetProperty("dead_letter_steps").EnumerateArray(), step => Assert.Equal(IdOf(first), step.GetProperty("dead_letter_id").GetString()));
        Assert.Equal(("discarded", "discarded"), (discarded.GetProperty("handlers")[0].GetProperty("state").GetString(), Assert.Single(discarded.GetProperty("dead_letter_steps").EnumerateArray()).GetProperty("step").GetString()));
        Assert.All(["replay requested", "replay failed", "System.TimeoutException", "handled", IdOf(first)], text => Assert.Contains(text, printed.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_is_being_replayed_is_neither_replayed_again_nor_discarded()
    {
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await FailingReceiver.StartAsync(_ => isFailing ? throw new InvalidOperationException("no") : block.Task);
        await receiver.SendAsync("15550100301", "wamid.1");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
        isFailing = false;
        await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(letter)}/replay");

        var (again, _) = await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(letter)}/replay");
        var (discarded, _) = await receiver.Api.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{IdOf(letter)}");
        block.SetResult();
        await receiver.Api.UntilAsync(static letters => letters.Count is 0);

        Assert.Equal(HttpStatusCode.Conflict, again);
        Assert.Equal(HttpStatusCode.Conflict, discarded);
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_a_replay_repeats_it_and_keeps_its_count()
    {
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new Countdown(1);
        using var dead = new TemporaryDirectory();

        await using (var receiver = await FailingReceiver.StartAsync(_ => isFailing ? throw new InvalidOperationException("no") : Block(begun, block.Task)))
        {
            await receiver.SendAsync("15550100301", "wamid.1");
            var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
            isFailing = false;
            await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{IdOf(letter)}/replay");
            await begun.Reached.WaitAsync(Patience.Token);
            FailingReceiver.CopyFolder(receiver.Directory, dead.File("inbox"));
            block.SetResult();
        }

        isFailing = true;
        await using var after = await FailingReceiver.StartAsync(HandleAsync, copyOf: dead.File("inbox"));
        var kept = Assert.Single(await after.Api.UntilAsync(static letters => letters is [var one] && !one.GetProperty("replaying").GetBoolean()));

        Assert.Equal(["wamid.1"], calls);
        Assert.Equal(1, kept.GetProperty("replays").GetInt32());
    }

    [Fact]
    public async Task All_that_match_a_filter_are_replayed_and_the_others_stay()
    {
        await using var receiver = await FailingReceiver.StartAsync(HandleAsync);
        await receiver.SendAsync("15550100301", "wamid.1");
        await receiver.SendAsync("15550100302", "wamid.2");
        var letters = await receiver.Api.UntilAsync(static letters => letters.Count is 2);
        isFailing = false;

        var none = await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/replay?type=message.image");
        var all = await receiver.Api.ReadAsync(
            HttpMethod.Post, $"/api/dead-letters/replay?type=message.text&cause=attempts%20exhausted&endpoint=default&handler={Uri.EscapeDataString(letters[0].GetProperty("handler").GetString()!)}");
        await receiver.Api.UntilAsync(static letters => letters.Count is 0);

        Assert.Equal(0, none.GetProperty("found").GetInt32());
        Assert.Equal(2, all.GetProperty("replaying").GetInt32());
    }

    [Fact]
    public async Task A_command_while_the_service_is_stopped_is_carried_out_at_the_next_start()
    {
        using var stopped = new TemporaryDirectory();

        await using (var receiver = await FailingReceiver.StartAsync(HandleAsync))
        {
            await receiver.SendAsync("15550100301", "wamid.1");
            await receiver.Api.UntilAsync(static letters => letters.Count is 1);
            await receiver.Receiver.DisposeAsync();
            FailingReceiver.CopyFolder(receiver.Directory, stopped.File("inbox"));
        }

        var listed = await Command.RunAsync(stopped.File("inbox"), "dead-letters", "list", "--json");
        var id = IdOf(Assert.Single(listed.Json.GetProperty("dead_letters").EnumerateArray()));
        var marked = await Command.RunAsync(stopped.File("inbox"), "dead-letters", "replay", id);
        var again = await Command.RunAsync(stopped.File("inbox"), "dead-letters", "replay", id);
        calls.Clear();
        await using var after = await FailingReceiver.StartAsync(HandleAsync, copyOf: stopped.File("inbox"));
        var letter = Assert.Single(await after.Api.UntilAsync(static letters => letters is [var one] && !one.GetProperty("replaying").GetBoolean()));

        Assert.Equal(0, marked.ExitCode);
        Assert.Equal(1, again.ExitCode);
        Assert.Equal(["wamid.1"], calls);
        Assert.Equal(1, letter.GetProperty("replays").GetInt32());
    }

    private static string IdOf(JsonElement letter) => letter.GetProperty("id").GetString()!;

    private static async Task Block(Countdown begun, Task block)
    {
        begun.Signal();
        await block;
    }

    private Task HandleAsync(string id)
    {
        calls.Enqueue(id);
        return Volatile.Read(ref isFailing) ? throw exception : Task.CompletedTask;
    }
}
