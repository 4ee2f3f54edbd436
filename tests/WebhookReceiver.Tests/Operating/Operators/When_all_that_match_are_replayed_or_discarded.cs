using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

public sealed class When_all_that_match_are_replayed_or_discarded
{
    private readonly ConcurrentQueue<string> calls = new();
    private bool isFailing = true;

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        await using var receiver = await FilledAsync(3);

        var replay = await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/replay?type=message.text&dry_run=true");
        var discard = await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/discard?exception=System.FormatException&dry_run=true");

        Assert.Equal((3, true), (replay.GetProperty("found").GetInt32(), replay.GetProperty("dry_run").GetBoolean()));
        Assert.Equal(1, discard.GetProperty("found").GetInt32());
        Assert.All(await receiver.Api.LettersAsync(), static letter => Assert.Equal(0, letter.GetProperty("replays").GetInt32()));
        Assert.Equal(3, calls.Count);
        Assert.Empty((await receiver.Api.ReadAsync(HttpMethod.Get, "/api/jobs")).GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task Only_those_that_match_are_discarded_and_for_good()
    {
        await using var receiver = await FilledAsync(3);

        var job = await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/discard?exception=System.InvalidOperationException");

        Assert.Equal(("discard", "completed", 2, 2, 2), (Text(job, "kind"), Text(job, "state"), Number(job, "found"), Number(job, "done"), Number(job, "discarded")));
        Assert.Equal("System.InvalidOperationException", job.GetProperty("filter").GetProperty("exception").GetString());
        Assert.Equal("wamid.1", Text(Assert.Single(await receiver.Api.LettersAsync()), "message_id"));
        await using var after = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, copyOf: receiver.Directory);
        Assert.Single(await after.Api.LettersAsync());
    }

    [Fact]
    public async Task To_discard_all_of_them_it_must_be_said()
    {
        await using var receiver = await FilledAsync(2);

        var (refused, _) = await receiver.Api.SendAsync(HttpMethod.Post, "/api/dead-letters/discard");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal(2, (await receiver.Api.LettersAsync()).Count);

        await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/discard?all=true");
        Assert.Empty(await receiver.Api.LettersAsync());
    }

    [Fact]
    public async Task Those_that_fail_again_are_replayed_once()
    {
        await using var receiver = await FilledAsync(5);

        var job = await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/replay?rate=0");
        var letters = await receiver.Api.UntilAsync(static letters => letters.All(static letter => Number(letter, "replays") > 0 && !letter.GetProperty("replaying").GetBoolean()));

        Assert.Equal(("replay", "completed", 5, 5), (Text(job, "kind"), Text(job, "state"), Number(job, "found"), Number(job, "replaying")));
        Assert.All(letters, static letter => Assert.Equal(1, Number(letter, "replays")));
        Assert.Equal(10, calls.Count);
    }

    [Fact]
    public async Task A_slow_job_answers_where_it_can_be_watched_and_cancelled()
    {
        await using var receiver = await FilledAsync(10);
        isFailing = false;

        // One each second: the answer does not wait for the end.
        var (status, text) = await receiver.Api.SendAsync(HttpMethod.Post, "/api/dead-letters/replay?rate=1");
        var started = JsonDocument.Parse(text).RootElement;
        var watched = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/jobs/{Text(started, "id")}");
        var cancelled = await receiver.Api.ReadAsync(HttpMethod.Post, $"/api/jobs/{Text(started, "id")}/cancel");
        var again = await receiver.Api.ReadAsync(HttpMethod.Post, $"/api/jobs/{Text(started, "id")}/cancel");

        Assert.Equal((HttpStatusCode.Accepted, "running"), (status, Text(started, "state")));
        Assert.Equal((10, 1), (Number(watched, "found"), Number(watched, "rate")));
        Assert.Equal("cancelled", Text(cancelled, "state"));
        Assert.NotEqual(JsonValueKind.Null, cancelled.GetProperty("ended_at").ValueKind);
        Assert.InRange(Number(cancelled, "done"), 1, 9);
        Assert.Equal(cancelled.GetRawText(), again.GetRawText());
        Assert.Equal(Text(started, "id"), Text(Assert.Single((await receiver.Api.ReadAsync(HttpMethod.Get, "/api/jobs")).GetProperty("jobs").EnumerateArray()), "id"));

        // What was marked is replayed, and the others stay.
        var letters = await receiver.Api.UntilAsync(letters => letters.Count == 10 - Number(cancelled, "replaying"));
        Assert.All(letters, static letter => Assert.Equal(0, Number(letter, "replays")));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "POST", "/api/dead-letters/replay?rate=fast")]
    [InlineData(HttpStatusCode.BadRequest, "POST", "/api/dead-letters/replay?rate=-1")]
    [InlineData(HttpStatusCode.BadRequest, "POST", "/api/dead-letters/replay?dry_run=perhaps")]
    [InlineData(HttpStatusCode.BadRequest, "POST", "/api/dead-letters/discard?all=1")]
    [InlineData(HttpStatusCode.NotFound, "GET", "/api/jobs/0196fd5c-6c39-7000-8000-000000000000")]
    [InlineData(HttpStatusCode.NotFound, "POST", "/api/jobs/0196fd5c-6c39-7000-8000-000000000000/cancel")]
    public async Task A_request_that_cannot_be_answered_says_why(HttpStatusCode expected, string method, string path)
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);

        Assert.Equal(expected, (await receiver.Api.SendAsync(HttpMethod.Parse(method), path)).Status);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>A receiver with as many dead letters; the first has another exception than the others.</summary>
    private async Task<FailingReceiver> FilledAsync(int count)
    {
        var receiver = await FailingReceiver.StartAsync(id =>
        {
            calls.Enqueue(id);
            return !Volatile.Read(ref isFailing) ? Task.CompletedTask : id is "wamid.1" ? throw new FormatException("no") : throw new InvalidOperationException("no");
        });

        for (var index = 1; index <= count; index++)
        {
            await receiver.SendAsync($"155501003{index:D2}", $"wamid.{index}");
        }

        await receiver.Api.UntilAsync(letters => letters.Count == count);
        return receiver;
    }
}
