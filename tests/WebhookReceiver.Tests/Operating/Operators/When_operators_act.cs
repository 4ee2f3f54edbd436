using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>Everything that operators do is recorded before it is done.</summary>
public sealed class When_operators_act
{
    private const string Person = "15550100301";
    private const int Letters = 8;

    [Fact]
    public async Task Each_action_is_an_entry_that_names_no_person_and_survives()
    {
        await using var receiver = await FilledAsync();
        var ids = (await receiver.Api.LettersAsync()).Select(static letter => letter.GetProperty("id").GetString()!).ToList();

        await receiver.Api.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{ids[0]}");
        await receiver.Api.SendAsync(HttpMethod.Delete, $"/api/dead-letters/{ids[0]}");
        await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{ids[1]}/replay");
        await receiver.Api.ReadAsync(HttpMethod.Post, "/api/inbox/erase", $$"""{"user":"{{Person}}"}""");
        var (_, text) = await receiver.Api.SendAsync(HttpMethod.Post, "/api/dead-letters/discard?handler=TextMessage%231&rate=1");
        var job = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString();
        await receiver.Api.SendAsync(HttpMethod.Post, $"/api/jobs/{job}/cancel");
        var page = await receiver.Api.ReadAsync(HttpMethod.Get, "/api/audit");
        var entries = page.GetProperty("entries").EnumerateArray().ToList();

        Assert.Equal(
            ["job.cancelled", "dead_letters.discarded", "user.erased", "dead_letter.replayed", "dead_letter.discarded"], entries.Select(static entry => entry.GetProperty("action").GetString()));
        Assert.Equal([job, job, ids[1], ids[0]], entries.Where(static entry => entry.GetProperty("action").GetString() is not "user.erased").Select(static entry => entry.GetProperty("target").GetString()));
        Assert.Equal("handler: TextMessage#1", entries[1].GetProperty("detail").GetString());
        Assert.All(entries, static entry => Assert.Equal(("api key", "127.0.0.1"), (entry.GetProperty("by").GetString(), entry.GetProperty("from").GetString())));
        Assert.DoesNotContain(Person, page.GetRawText(), StringComparison.Ordinal);

        var filtered = await receiver.Api.ReadAsync(HttpMethod.Get, "/api/audit?action=user.erased&since=2020-01-01");
        Assert.Single(filtered.GetProperty("entries").EnumerateArray());
        var older = await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/audit?limit=2&after={entries[0].GetProperty("id").GetString()}");
        Assert.Equal(entries[2].GetProperty("id").GetString(), older.GetProperty("next").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await receiver.Api.SendAsync(HttpMethod.Get, "/api/audit?until=never")).Status);

        await using var after = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, copyOf: receiver.Directory);
        Assert.Equal(page.GetRawText(), (await after.Api.ReadAsync(HttpMethod.Get, "/api/audit")).GetRawText());
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_refused()
    {
        await using var receiver = await FilledAsync();
        Directory.CreateDirectory(Path.Combine(receiver.Directory, "audit.jsonl"));
        var letters = await receiver.Api.LettersAsync();
        var id = letters[0].GetProperty("id").GetString();

        foreach (var (method, path, body) in new (string, string, string?)[]
        {
            ("DELETE", $"/api/dead-letters/{id}", null),
            ("POST", $"/api/dead-letters/{id}/replay", null),
            ("POST", "/api/dead-letters/replay", null),
            ("POST", "/api/dead-letters/discard?all=true", null),
            ("POST", "/api/inbox/erase", $$"""{"user":"{{Person}}"}"""),
        })
        {
            var (status, text) = await receiver.Api.SendAsync(HttpMethod.Parse(method), path, body);

            Assert.True(status is HttpStatusCode.ServiceUnavailable, $"{path}: {status} {text}");
            Assert.Contains("audit log", text, StringComparison.Ordinal);
        }

        Assert.Equal(letters.Select(static letter => letter.GetRawText()), (await receiver.Api.LettersAsync()).Select(static letter => letter.GetRawText()));
        Assert.Empty((await receiver.Api.ReadAsync(HttpMethod.Get, "/api/jobs")).GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task Commands_record_and_list_in_the_folder_of_a_stopped_service()
    {
        using var stopped = new TemporaryDirectory();
        var folder = stopped.File("inbox");

        await using (var receiver = await FilledAsync())
        {
            await receiver.Receiver.DisposeAsync();
            FailingReceiver.CopyFolder(receiver.Directory, folder);
        }

        var nothing = await Command.RunAsync(folder, "audit", "list");
        await Command.RunAsync(folder, "dead-letters", "discard", "--all", "--rate", "0");
        var listed = await Command.RunAsync(folder, "audit", "list", "--json");
        var table = await Command.RunAsync(folder, "audit", "list", "--action", "dead_letters.discarded", "--limit", "1");

        Assert.Equal((1, "Nothing was done."), (nothing.ExitCode, nothing.Output.Trim()));
        var entry = Assert.Single(listed.Json.GetProperty("entries").EnumerateArray());
        Assert.Equal(("dead_letters.discarded", "command line", Letters), (entry.GetProperty("action").GetString(), entry.GetProperty("by").GetString(), entry.GetProperty("count").GetInt32()));
        Assert.Contains("command line", table.Output, StringComparison.Ordinal);
    }

    private static async Task<FailingReceiver> FilledAsync()
    {
        var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));

        for (var index = 1; index <= Letters; index++)
        {
            await receiver.SendAsync($"1555010030{index}", $"wamid.{index}");
            await receiver.Api.UntilAsync(letters => letters.Count == index);
        }

        return receiver;
    }
}
