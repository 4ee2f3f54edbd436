using System.Net;
using System.Text.Json;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>What people wrote is shown only when it is asked for, and each look stays visible.</summary>
public sealed class When_content_is_looked_at
{
    private const string Private = "a private word";

    [Fact]
    public async Task Each_look_is_recorded_with_what_was_looked_at_and_not_with_whose_it_is()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        await receiver.SendAsync("15550100301", "wamid.1", Private);
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
        var (id, key, delivery) = (letter.GetProperty("id").GetString(), letter.GetProperty("key").GetString(), letter.GetProperty("delivery_id").GetString());

        foreach (var path in new[] { $"/api/dead-letters/{id}", $"/api/events/{key}/content", $"/api/deliveries/{delivery}/body" })
        {
            Assert.Contains(Private, (await receiver.Api.SendAsync(HttpMethod.Get, path)).Text, StringComparison.Ordinal);
        }

        var entries = await AuditAsync(receiver);

        Assert.Equal([$"delivery {delivery}", $"event {key}", $"dead letter {id}"], entries.Select(static entry => entry.GetProperty("target").GetString()));
        Assert.All(entries, static entry => Assert.Equal(("content.viewed", "api key"), (entry.GetProperty("action").GetString(), entry.GetProperty("by").GetString())));
        Assert.All(entries, static entry => Assert.DoesNotContain("15550100301", entry.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_names_the_event_that_was_found_and_not_what_the_caller_wrote()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync("15550100301", "wamid.1", Private);
        await receiver.UntilSettledAsync();
        var key = Assert.Single(await FindAsync(receiver, "handled")).GetProperty("key").GetString()!;

        var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, $"/api/events/%20{key[..12].ToUpperInvariant()}/content");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(Private, text, StringComparison.Ordinal);
        Assert.Equal($"event {key}", Assert.Single(await AuditAsync(receiver)).GetProperty("target").GetString());
    }

    /// <summary>Otherwise a key that may only read could write what it wants into the audit log, and crowd out what is there.</summary>
    [Fact]
    public async Task What_is_not_found_leaves_no_entry()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);

        // Numbers that no other test uses: the framework logs paths at Debug, and the whole suite's log is searched for those.
        foreach (var (path, expected) in new[]
        {
            ("/api/events/49155501003/content", HttpStatusCode.BadRequest),
            ("/api/events/491555010030/content", HttpStatusCode.NotFound),
            ($"/api/events/{new string('&', 4096)}/content", HttpStatusCode.BadRequest),
            ($"/api/deliveries/{Guid.NewGuid()}/body", HttpStatusCode.NotFound),
            ($"/api/dead-letters/{Guid.NewGuid()}", HttpStatusCode.NotFound),
        })
        {
            var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, path);
            Assert.True(status == expected, $"{path}: {status} {text}");
        }

        Assert.Empty(await AuditAsync(receiver));
    }

    [Fact]
    public async Task A_look_that_cannot_be_recorded_shows_nothing()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        await receiver.SendAsync("15550100301", "wamid.1", Private);
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
        var (id, key, delivery) = (letter.GetProperty("id").GetString(), letter.GetProperty("key").GetString(), letter.GetProperty("delivery_id").GetString());
        Directory.CreateDirectory(Path.Combine(receiver.Directory, "audit.jsonl"));

        foreach (var path in new[] { $"/api/dead-letters/{id}", $"/api/events/{key}/content", $"/api/deliveries/{delivery}/body", "/api/inbox/export" })
        {
            var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, path);

            Assert.True(status is HttpStatusCode.ServiceUnavailable, $"{path}: {status} {text}");
            Assert.Contains("audit log", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Private, text, StringComparison.Ordinal);
            Assert.DoesNotContain("sequence", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_content_nothing_private_is_shown_and_nothing_is_recorded()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException(Private));
        await receiver.SendAsync("15550100301", "wamid.1", Private);
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
        var path = $"/api/dead-letters/{letter.GetProperty("id").GetString()}?content=";

        var (status, text) = await receiver.Api.SendAsync(HttpMethod.Get, $"{path}false");
        var (refused, _) = await receiver.Api.SendAsync(HttpMethod.Get, $"{path}some");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (status, refused));
        Assert.Contains("System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Private, text, StringComparison.Ordinal);
        Assert.Empty(await AuditAsync(receiver));
    }

    [Fact]
    public async Task A_list_says_which_events_are_dead_letters_until_they_are_handled()
    {
        var isFailing = true;
        await using var receiver = await FailingReceiver.StartAsync(_ => Volatile.Read(ref isFailing) ? throw new InvalidOperationException("no") : Task.CompletedTask);
        await receiver.SendAsync("15550100301", "wamid.1");
        var letter = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1));
        await receiver.UntilSettledAsync();

        Assert.Equal("wamid.1", Assert.Single(await FindAsync(receiver, "dead")).GetProperty("message_id").GetString());
        Assert.Empty(await FindAsync(receiver, "handled"));

        Volatile.Write(ref isFailing, value: false);
        await receiver.Api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{letter.GetProperty("id").GetString()}/replay");
        await receiver.Api.UntilAsync(static letters => letters.Count is 0);

        Assert.Empty(await FindAsync(receiver, "dead"));
        Assert.Single(await FindAsync(receiver, "handled"));
    }

    private static async Task<IReadOnlyList<JsonElement>> AuditAsync(FailingReceiver receiver) =>
        [.. (await receiver.Api.ReadAsync(HttpMethod.Get, "/api/audit")).GetProperty("entries").EnumerateArray()];

    private static async Task<IReadOnlyList<JsonElement>> FindAsync(FailingReceiver receiver, string state) =>
        [.. (await receiver.Api.ReadAsync(HttpMethod.Get, $"/api/events?state={state}")).GetProperty("events").EnumerateArray()];
}
