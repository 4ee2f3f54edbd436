using System.Net;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

public sealed class When_dead_letters_are_listed_and_shown
{
    [Fact]
    public async Task The_list_shows_what_happened_but_not_what_was_written()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("about <b>them</b>"));
        await receiver.SendAsync("15550100301", "wamid.1", "a private word");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));

        var text = letter.GetRawText();

        Assert.Equal("message.text", letter.GetProperty("type").GetString());
        Assert.Equal("attempts exhausted", letter.GetProperty("cause").GetString());
        Assert.Equal("System.InvalidOperationException", letter.GetProperty("exception_type").GetString());
        Assert.Equal("wamid.1", letter.GetProperty("message_id").GetString());
        Assert.Equal(1, letter.GetProperty("attempts").GetInt32());
        Assert.DoesNotContain("private word", text, StringComparison.Ordinal);
        Assert.DoesNotContain("them", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_dead_letter_shows_event_and_exception_and_no_HTML()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("about <b>them</b>"));
        await receiver.SendAsync("15550100301", "wamid.1", "<script>1</script> & 'x'");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));

        var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, $"/api/dead-letters/{letter.GetProperty("id").GetString()}");
        var shown = System.Text.Json.JsonDocument.Parse(text).RootElement;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("about <b>them</b>", shown.GetProperty("exception_message").GetString());
        Assert.Equal("<script>1</script> & 'x'", shown.GetProperty("event").GetProperty("text").GetProperty("body").GetString());
        Assert.DoesNotContain('<', text);
        Assert.DoesNotContain('&', text);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_the_newest_first()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));

        for (var index = 1; index <= 5; index++)
        {
            await receiver.SendAsync($"1555010030{index}", $"wamid.{index}");
            await receiver.Api.UntilAsync(letters => letters.Count == index);
        }

        var seen = new List<string?>();
        string? after = null;

        do
        {
            var page = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/dead-letters?limit=2{after}");
            Assert.Equal(5, page.GetProperty("total").GetInt32());
            seen.AddRange(page.GetProperty("dead_letters").EnumerateArray().Select(static letter => letter.GetProperty("message_id").GetString()));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        }
        while (after is not null);

        Assert.Equal(["wamid.5", "wamid.4", "wamid.3", "wamid.2", "wamid.1"], seen);
    }

    [Fact]
    public async Task They_are_counted_by_handler_exception_and_cause()
    {
        await using var receiver = await FailingReceiver.StartAsync(static id => id is "wamid.3" ? throw new PermanentFailureException("no") : throw new TimeoutException("no"));

        for (var index = 1; index <= 3; index++)
        {
            await receiver.SendAsync($"1555010030{index}", $"wamid.{index}");
        }

        var letters = await receiver.Api.UntilAsync(static letters => letters.Count is 3);
        var summary = await receiver.Api.ReadAsync(HttpMethod.Get, "/api/dead-letters/summary");
        var filtered = await receiver.Api.ReadAsync(HttpMethod.Get, "/api/dead-letters/summary?exception=System.TimeoutException");

        Assert.Equal(3, summary.GetProperty("total").GetInt32());
        Assert.Equal(
            [("System.TimeoutException", "attempts exhausted", 2), (typeof(PermanentFailureException).FullName, "never retry", 1)],
            summary.GetProperty("groups").EnumerateArray().Select(static group => (
                group.GetProperty("exception_type").GetString(), group.GetProperty("cause").GetString()!, group.GetProperty("count").GetInt32())));
        var group = Assert.Single(filtered.GetProperty("groups").EnumerateArray());
        var times = letters.Where(static letter => letter.GetProperty("exception_type").GetString() is "System.TimeoutException").Select(static letter => letter.GetProperty("last_attempt_at").GetDateTimeOffset()).Order().ToList();
        Assert.Equal((times[0], times[1]), (group.GetProperty("oldest").GetDateTimeOffset(), group.GetProperty("newest").GetDateTimeOffset()));
    }

    [Theory]
    [InlineData("?handler=nobody", 0)]
    [InlineData("?type=message.image", 0)]
    [InlineData("?cause=stale", 0)]
    [InlineData("?endpoint=shop", 0)]
    [InlineData("?since=2100-01-01T00:00:00Z", 0)]
    [InlineData("?exception=System.Exception", 0)]
    [InlineData("?exception=System.InvalidOperationException", 1)]
    [InlineData("?until=2020-01-01T00:00:00Z", 0)]
    [InlineData("?until=2100-01-01T00:00:00Z", 1)]
    [InlineData("?since=2020-01-01T00:00:00Z&endpoint=default&type=message.text", 1)]
    public async Task Filters_leave_out_what_does_not_match(string query, int expected)
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        await receiver.SendAsync("15550100301", "wamid.1");
        await receiver.Api.UntilAsync(static letters => letters.Count is 1);

        Assert.Equal(expected, (await receiver.Api.LettersAsync(query)).Count);
    }

    [Fact]
    public async Task A_request_that_cannot_be_answered_says_why()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        var nobody = Guid.NewGuid();

        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Get, "/api/dead-letters?limit=0")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Get, "/api/dead-letters?since=yesterday")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Get, "/api/dead-letters?until=tomorrow")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Get, "/api/dead-letters?after=1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Get, $"/api/dead-letters/{nobody}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{nobody}/replay")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{nobody}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Post, "/api/inbox/erase", "no json")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Post, "/api/inbox/erase", """{"user":"12"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Get, "/api/inbox/export?from=a")).Status);
    }

    [Fact]
    public async Task A_discarded_letter_is_gone_for_good()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        await receiver.SendAsync("15550100301", "wamid.1");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));

        var (status, _) = await receiver.Api.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{letter.GetProperty("id").GetString()}");

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Empty(await receiver.Api.LettersAsync());
        await using var after = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, copyOf: receiver.Directory);
        Assert.Empty(await after.Api.LettersAsync());
    }
}
