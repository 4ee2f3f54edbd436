using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

[Trait("row", "C05")]
public sealed class When_a_person_is_erased
{
    private const string Person = "15550100301";
    private const string Other = "15550100302";

    [Fact]
    public async Task Their_dead_letters_go_and_those_of_others_stay()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        await receiver.SendAsync(Person, "wamid.1");
        await receiver.SendAsync(Other, "wamid.2", $"call {Person}");
        var letters = await receiver.Api.UntilAsync(static letters => letters.Count is 2);
        await receiver.UntilSettledAsync();

        var report = await EraseAsync(receiver, "+1 (555) 010-0301");

        Assert.Equal(ConversationId(letters, Person), Assert.Single(Ids(report, "erased_dead_letters")));
        var left = Assert.Single(await receiver.Api.LettersAsync());
        Assert.Equal(ConversationId(letters, Other), left.GetProperty("id").GetString());
        await using var after = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, copyOf: receiver.Directory);
        Assert.Single(await after.Api.LettersAsync());
    }

    [Fact]
    public async Task The_report_says_which_files_contain_data_of_the_person_and_until_when()
    {
        await using var receiver = await FailingReceiver.StartAsync(
            static _ => throw new InvalidOperationException("no"), settings: new(StringComparer.Ordinal) { ["Inbox:RetentionDays"] = "3" });
        await receiver.SendAsync(Person, "wamid.1");
        await receiver.SendAsync(Person, "wamid.2");
        await receiver.SendAsync(Other, "wamid.3");
        await receiver.Api.UntilAsync(static letters => letters.Count is 3);
        await receiver.UntilSettledAsync();

        var report = await EraseAsync(receiver, Person);
        var nobody = await EraseAsync(receiver, "15550199999");

        var segment = Assert.Single(report.GetProperty("delivery_segments").EnumerateArray());
        var name = Path.GetFileName(Assert.Single(FilesBefore(receiver, segment)));
        Assert.Equal(name, segment.GetProperty("name").GetString());
        Assert.Equal(2, segment.GetProperty("holding").GetInt64());
        Assert.InRange(segment.GetProperty("gone_by").GetDateTimeOffset() - report.GetProperty("erased_at").GetDateTimeOffset(), TimeSpan.FromDays(2.9), TimeSpan.FromDays(3.1));
        Assert.Single(report.GetProperty("outcome_segments").EnumerateArray());
        Assert.False(report.GetProperty("nothing_left").GetBoolean());
        Assert.NotEqual(JsonValueKind.Null, report.GetProperty("gone_by").ValueKind);
        Assert.True(nobody.GetProperty("nothing_left").GetBoolean());
    }

    [Fact]
    public async Task The_current_file_is_closed_so_that_it_can_be_deleted()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync(Person, "wamid.1");
        await receiver.UntilSettledAsync();

        await EraseAsync(receiver, Person);

        await receiver.Api.UntilStatusAsync("delivery_segments", static segments => segments >= 2);
    }

    [Fact]
    public async Task Unhandled_deliveries_keep_their_file_and_the_report_says_so()
    {
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await FailingReceiver.StartAsync(_ => block.Task);
        await receiver.SendAsync(Person, "wamid.1");

        var report = await EraseAsync(receiver, Person);
        block.SetResult();

        var segment = Assert.Single(report.GetProperty("delivery_segments").EnumerateArray());
        Assert.Equal(1, segment.GetProperty("waits_for").GetInt64());
        Assert.Equal(JsonValueKind.Null, segment.GetProperty("gone_by").ValueKind);
    }

    [Fact]
    public async Task Ids_and_usernames_find_the_person_and_reveal_the_other_names()
    {
        const string Message =
            """{"from":"15550100301","from_user_id":"US.13491208655302741918","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"hello"}}""";

        var body = Notifications.Envelope(Message).Replace(
            "\"messages\":",
            "\"contacts\":[{\"profile\":{\"name\":\"Ann\",\"username\":\"ann.example\"},\"wa_id\":\"15550100301\",\"user_id\":\"US.13491208655302741918\"}],\"messages\":",
            StringComparison.Ordinal);

        foreach (var name in new[] { "US.13491208655302741918", "@Ann.Example", Person })
        {
            await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
            using var answer = await receiver.Receiver.PostAsync(body, Patience.Token);
            await receiver.SendAsync(Other, "wamid.2", "ann.example");
            await receiver.Api.UntilAsync(static letters => letters.Count is 2);

            var report = await EraseAsync(receiver, name);

            Assert.Single(Ids(report, "erased_dead_letters"));
            Assert.Equal(2, report.GetProperty("also_known_as").GetArrayLength());
            Assert.Single(await receiver.Api.LettersAsync());
        }
    }

    [Fact]
    public async Task Another_persons_dead_letter_from_the_same_delivery_contains_nothing_of_the_person_and_stays()
    {
        var body = Notifications.Envelope(
            $$$"""{"from":"{{{Person}}}","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"a"}},{"from":"{{{Other}}}","id":"wamid.2","timestamp":"1781000000","type":"text","text":{"body":"b"}}""");
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        using var answer = await receiver.Receiver.PostAsync(body, Patience.Token);
        var letters = await receiver.Api.UntilAsync(static letters => letters.Count is 2);

        var report = await EraseAsync(receiver, Person);

        Assert.Equal(ConversationId(letters, Person), Assert.Single(Ids(report, "erased_dead_letters")));
        Assert.Empty(Ids(report, "other_dead_letters"));
    }

    [Fact]
    public async Task It_works_on_a_stopped_service_and_is_permanent()
    {
        using var stopped = new TemporaryDirectory();

        await using (var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no")))
        {
            await receiver.SendAsync(Person, "wamid.1");
            await receiver.SendAsync(Other, "wamid.2");
            await receiver.Api.UntilAsync(static letters => letters.Count is 2);
            await receiver.Receiver.DisposeAsync();
            FailingReceiver.CopyFolder(receiver.Directory, stopped.File("inbox"));
        }

        Directory.CreateDirectory(Path.Combine(stopped.File("inbox"), "damaged"));
        await File.WriteAllTextAsync(Path.Combine(stopped.File("inbox"), "damaged", "some-copy"), "?", Patience.Token);
        var erased = await Command.RunAsync(stopped.File("inbox"), "inbox", "erase", "--user", Person, "--json");
        var listed = await Command.RunAsync(stopped.File("inbox"), "dead-letters", "list", "--json");
        var again = await Command.RunAsync(stopped.File("inbox"), "inbox", "erase", "--user", Person, "--json");

        Assert.Equal(0, erased.ExitCode);
        Assert.Single(Ids(erased.Json, "erased_dead_letters"));
        Assert.Equal("some-copy", erased.Json.GetProperty("damaged_copies")[0].GetString());
        Assert.Equal(1, listed.Json.GetProperty("total").GetInt32());
        Assert.Empty(Ids(again.Json, "erased_dead_letters"));
    }

    [Fact]
    public async Task An_event_of_theirs_that_is_still_open_does_not_become_a_dead_letter_later()
    {
        const string Secret = "something that nobody should read any longer";
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await FailingReceiver.StartAsync(async _ =>
        {
            await block.Task;
            throw new InvalidOperationException("no");
        });
        await receiver.SendAsync(Person, "wamid.1", Secret);
        await receiver.SendAsync(Other, "wamid.2");

        Assert.Empty(Ids(await EraseAsync(receiver, Person), "erased_dead_letters"));
        block.SetResult();
        await receiver.UntilSettledAsync();

        var left = Assert.Single(await receiver.Api.LettersAsync());
        Assert.Equal(ConversationId([left], Other), left.GetProperty("id").GetString());
        await receiver.Receiver.DisposeAsync();
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(receiver.Directory, "outcomes")),
            static path => Assert.True(File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Secret)) < 0));
    }

    private static IEnumerable<string> FilesBefore(FailingReceiver receiver, JsonElement segment) =>
        Directory.EnumerateFiles(Path.Combine(receiver.Directory, "deliveries"), segment.GetProperty("name").GetString()!);

    private static Task<JsonElement> EraseAsync(FailingReceiver receiver, string user) =>
        receiver.Api.ReadAsync(HttpMethod.Post, "/api/inbox/erase", JsonSerializer.Serialize(new { user }));

    private static string? ConversationId(IEnumerable<JsonElement> letters, string phone) =>
        letters.Single(letter => letter.GetProperty("conversation").GetString()!.EndsWith(phone, StringComparison.Ordinal)).GetProperty("id").GetString();

    private static IReadOnlyList<string?> Ids(JsonElement report, string member) =>
        [.. report.GetProperty(member).EnumerateArray().Select(static id => id.GetString())];
}
