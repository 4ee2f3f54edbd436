using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>A customer says that nobody answered: the outcome of the message is found by any of its identifiers.</summary>
public sealed class When_a_message_is_looked_for
{
    private const string Customer = "15550100301";
    private const string Other = "15550100302";

    [Fact]
    public async Task It_is_found_by_everything_that_identifies_it()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync(Customer, "wamid.HBgLMTU1NTAxMDAzMDE=");
        await receiver.SendAsync(Other, "wamid.other");
        await receiver.UntilSettledAsync();
        var found = Assert.Single(await FindAsync(receiver, "?wamid=wamid.HBgLMTU1NTAxMDAzMDE%3D"));
        var key = found.GetProperty("key").GetString()!;

        foreach (var query in new[]
        {
            $"key={key}", $"key={key[..12]}", $"user={Customer}", "user=%2B1%20(555)%20010-0301", $"delivery={found.GetProperty("delivery_id").GetString()}",
            $"conversation={Uri.EscapeDataString(found.GetProperty("conversation").GetString()!)}", $"user={Customer}&type=message.text&endpoint=default&state=handled",
        })
        {
            Assert.Equal(key, Assert.Single(await FindAsync(receiver, $"?{query}")).GetProperty("key").GetString());
        }

        Assert.Equal("handled", found.GetProperty("state").GetString());
        Assert.Equal(2, (await FindAsync(receiver, string.Empty)).Count);
    }

    [Theory]
    [InlineData("wamid=wamid.nobody")]
    [InlineData("key=000000000000")]
    [InlineData("user=15550109999")]
    [InlineData("user=15550100301&type=message.image")]
    [InlineData("user=15550100301&endpoint=shop")]
    [InlineData("user=15550100301&state=open")]
    [InlineData("user=15550100301&until=2020-01-01T00:00:00Z")]
    [InlineData("since=2100-01-01T00:00:00Z")]
    [InlineData("handler=nobody")]
    public async Task What_does_not_match_is_not_found(string query)
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync(Customer, "wamid.1");
        await receiver.UntilSettledAsync();

        Assert.Empty(await FindAsync(receiver, $"?{query}"));
    }

    [Fact]
    public async Task The_answer_tells_deliveries_duplicates_attempts_and_the_dead_letter()
    {
        await using var receiver = await FailingReceiver.StartAsync(
            static _ => throw new InvalidOperationException("about them"), settings: new(StringComparer.Ordinal) { ["Dispatch:MaxAttempts"] = "2" });
        await receiver.SendAsync(Customer, "wamid.1", "a private word");
        await receiver.Api.UntilAsync(static letters => letters.Count is 1);
        await receiver.SendAsync(Customer, "wamid.1", "a private word");
        await receiver.UntilSettledAsync();
        var found = await FindAsync(receiver, "?wamid=wamid.1");

        var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, $"/api/events/{found[0].GetProperty("key").GetString()![..12]}");
        var story = JsonDocument.Parse(text).RootElement;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, found.Count);
        Assert.Equal("dead", story.GetProperty("state").GetString());
        Assert.Equal([false, true], story.GetProperty("deliveries").EnumerateArray().Select(static one => one.GetProperty("is_duplicate").GetBoolean()));
        var attempts = story.GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal(["failed", "gave up"], attempts.Select(static attempt => attempt.GetProperty("handlers")[0].GetProperty("result").GetString()));
        Assert.All(attempts, static attempt => Assert.Equal("System.InvalidOperationException", attempt.GetProperty("handlers")[0].GetProperty("exception_type").GetString()));
        Assert.All(attempts, static attempt => Assert.NotEqual(JsonValueKind.Null, attempt.GetProperty("ended_at").ValueKind));
        var handler = Assert.Single(story.GetProperty("handlers").EnumerateArray());
        Assert.Equal(("dead", 2), (handler.GetProperty("state").GetString(), handler.GetProperty("failures").GetInt32()));
        Assert.Equal(handler.GetProperty("dead_letter_id").GetString(), Assert.Single(story.GetProperty("dead_letters").EnumerateArray()).GetProperty("id").GetString());
        Assert.DoesNotContain("private", text, StringComparison.Ordinal);
        Assert.DoesNotContain("them", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_is_shown_when_it_is_asked_for()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync(Customer, "wamid.1", "a private word");
        await receiver.UntilSettledAsync();
        var found = Assert.Single(await FindAsync(receiver, "?wamid=wamid.1"));

        var content = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/events/{found.GetProperty("key").GetString()}/content");
        var (_, body) = await receiver.Api.SendAsync(HttpMethod.Get, $"/api/deliveries/{found.GetProperty("delivery_id").GetString()}/body");
        var delivery = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/deliveries/{found.GetProperty("delivery_id").GetString()}");

        Assert.Equal("a private word", content.GetProperty("event").GetProperty("text").GetProperty("body").GetString());
        Assert.Contains("a private word", body, StringComparison.Ordinal);
        Assert.Equal(1, delivery.GetProperty("event_count").GetInt32());
        Assert.DoesNotContain("private", delivery.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);

        for (var index = 0; index < 7; index++)
        {
            await receiver.SendAsync(Customer, $"wamid.{index}");
        }

        await receiver.UntilSettledAsync();

        foreach (var (path, list, id) in new[] { ("/api/events", "events", "message_id"), ("/api/deliveries", "deliveries", "id") })
        {
            var all = (await receiver.Api.ReadAsync(HttpMethod.Get, path)).GetProperty(list).EnumerateArray().Select(one => one.GetProperty(id).GetString()).ToList();
            var seen = new List<string?>();
            string? after = null;

            do
            {
                var page = await receiver.Api.ReadAsync(HttpMethod.Get, $"{path}?limit=3&user={Customer}{after}");
                Assert.True(page.GetProperty("complete").GetBoolean());
                seen.AddRange(page.GetProperty(list).EnumerateArray().Select(one => one.GetProperty(id).GetString()));
                after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
            }
            while (after is not null);

            Assert.Equal(7, all.Count);
            Assert.Equal(all, seen);
        }
    }

    [Fact]
    public async Task An_erased_person_is_not_found_any_longer_and_is_found_again_when_they_write_again()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync(Customer, "wamid.1");
        await receiver.SendAsync(Other, "wamid.2");
        await receiver.UntilSettledAsync();
        var before = Assert.Single(await FindAsync(receiver, "?wamid=wamid.1"));
        var (key, delivery) = (before.GetProperty("key").GetString()!, before.GetProperty("delivery_id").GetString());

        await receiver.Api.ReadAsync(HttpMethod.Post, "/api/inbox/erase", $$"""{"user":"{{Customer}}"}""");

        foreach (var query in new[] { $"?user={Customer}", "?wamid=wamid.1", $"?key={key}", $"?delivery={delivery}" })
        {
            Assert.Empty(await FindAsync(receiver, query));
        }

        Assert.Equal("wamid.2", Assert.Single(await FindAsync(receiver, string.Empty)).GetProperty("message_id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Get, $"/api/events/{key}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Get, $"/api/events/{key}/content")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Get, $"/api/deliveries/{delivery}/body")).Status);

        await using var after = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, copyOf: receiver.Directory);
        await after.SendAsync(Customer, "wamid.3");
        await after.UntilSettledAsync();
        Assert.Equal("wamid.3", Assert.Single(await FindAsync(after, $"?user={Customer}")).GetProperty("message_id").GetString());
    }

    [Theory]
    [InlineData("/api/events?key=12")]
    [InlineData("/api/events?key=not-hexadecimal")]
    [InlineData("/api/events?user=12")]
    [InlineData("/api/events?state=7")]
    [InlineData("/api/events?state=lost")]
    [InlineData("/api/events?delivery=1")]
    [InlineData("/api/events?since=yesterday")]
    [InlineData("/api/events?limit=0")]
    [InlineData("/api/events?after=1")]
    [InlineData("/api/events/12")]
    [InlineData("/api/deliveries?limit=1001")]
    public async Task A_question_that_cannot_be_read_is_refused_with_what_is_wrong(string path)
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);

        var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEqual(JsonValueKind.Null, JsonDocument.Parse(text).RootElement.GetProperty("detail").ValueKind);
    }

    [Fact]
    public async Task A_command_answers_from_the_service_and_from_the_folder()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        await receiver.SendAsync(Customer, "wamid.1", "a private word");
        await receiver.SendAsync(Other, "wamid.2");
        await receiver.Api.UntilAsync(static letters => letters.Count is 2);
        await receiver.UntilSettledAsync();
        using var copy = new TemporaryDirectory();
        FailingReceiver.CopyFolder(receiver.Directory, copy.File("inbox"));

        foreach (var arguments in new[] { (receiver.Directory, receiver.Receiver.OperationsUrl), (copy.File("inbox"), null) })
        {
            var one = await Command.RunAsync(arguments.Item1, arguments.OperationsUrl, "events", "find", "+1 555 010 0301");
            var all = await Command.RunAsync(arguments.Item1, arguments.OperationsUrl, "events", "find", "--json");
            var nobody = await Command.RunAsync(arguments.Item1, arguments.OperationsUrl, "events", "find", "wamid.nobody");
            var key = all.Json.GetProperty("events")[1].GetProperty("key").GetString()!;
            var content = await Command.RunAsync(arguments.Item1, arguments.OperationsUrl, "events", "show", key[..12], "--content");

            Assert.Equal(0, one.ExitCode);
            Assert.Contains("gave up", one.Output, StringComparison.Ordinal);
            Assert.Contains("System.InvalidOperationException", one.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("private", one.Output, StringComparison.Ordinal);
            Assert.Equal(["wamid.2", "wamid.1"], all.Json.GetProperty("events").EnumerateArray().Select(static found => found.GetProperty("message_id").GetString()));
            Assert.Equal(1, nobody.ExitCode);
            Assert.Contains("a private word", content.Output, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> FindAsync(FailingReceiver receiver, string query) =>
        [.. (await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/events{query}")).GetProperty("events").EnumerateArray()];
}
