using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.EventLogs;

public sealed class When_an_event_log_is_configured : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => Patience.Token;

    private string Log => directory.File("sub/events.jsonl");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Each_event_of_a_mixed_batch_gets_one_line_and_each_conversation_keeps_the_order_of_the_body()
    {
        await using var receiver = Start();

        using var answer = await receiver.PostAsync(MixedBatch, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = await EventLogFile.ReadAsync(Log, 11, Token);
        Assert.Equal(
            ["message.text", "message.hologram", "status.sent", "status.delivered", "status.read"],
            lines.Where(static line => line.Conversation is "106000000000001:15550100300").Select(static line => line.Type));
        Assert.Equal(
            ["error", "error", "message.image", "message.unknown", "message.unknown", "status.failed"],
            lines.Where(static line => line.Conversation is not "106000000000001:15550100300").Select(static line => line.Type).Order(StringComparer.Ordinal));
        Assert.Equal(11, lines.Select(static line => line.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["m1", "m2"], lines.Where(static line => line.Type is "message.text" or "message.hologram").Select(static line => line.MessageId));
        var unknown = lines.Where(static line => line.Type is "message.unknown").ToList();
        Assert.Equal(JsonValueKind.Null, unknown[0].Event.ValueKind);
        Assert.Equal("odd", unknown[1].Event.GetString());
    }

    [Fact]
    public async Task A_line_has_exactly_the_promised_members()
    {
        await using var receiver = Start();

        using var answer = await receiver.PostAsync(
            """
            { "object": "whatsapp_business_account", "entry": [ { "id": "102000000000001", "changes": [ { "field": "messages", "value": {
              "metadata": { "phone_number_id": "106000000000001" },
              "messages": [ { "from": "15550100300", "id": "wamid.one", "timestamp": "1781000000", "type": "text", "text": { "body": "a \"b\" \\ c\/d caf\u00e9 " } } ] } } ] } ] }
            """,
            Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var line = Assert.Single(await EventLogFile.ReadAsync(Log, 1, Token)).Json;
        Assert.Equal(
            ["key", "type", "endpoint", "account", "phone_number_id", "conversation", "occurred_at", "received_at", "attempt", "event"],
            line.EnumerateObject().Select(static member => member.Name));
        Assert.Matches("^[0-9a-f]{32}$", line.GetProperty("key").GetString());
        Assert.Equal("message.text", line.GetProperty("type").GetString());
        Assert.Equal("default", line.GetProperty("endpoint").GetString());
        Assert.Equal("102000000000001", line.GetProperty("account").GetString());
        Assert.Equal("106000000000001", line.GetProperty("phone_number_id").GetString());
        Assert.Equal("106000000000001:15550100300", line.GetProperty("conversation").GetString());
        Assert.Equal("2026-06-09T10:13:20Z", line.GetProperty("occurred_at").GetString());
        Assert.EndsWith("Z", line.GetProperty("received_at").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, line.GetProperty("attempt").GetInt32());
        Assert.Contains(
            """"event":{"from":"15550100300","id":"wamid.one","timestamp":"1781000000","type":"text","text":{"body":"a \"b\" \\ c\/d caf\u00e9 "}}}"""",
            await File.ReadAllTextAsync(Log, Token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_body_is_kept_byte_for_byte()
    {
        await using var receiver = Start();
        byte[] body = [0xFF, 0x00, (byte)'{', 0xC3];

        using var answer = await receiver.Http.SendAsync(Notifications.Signed(receiver.Callback, body), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var line = Assert.Single(await EventLogFile.ReadAsync(Log, 1, Token));
        Assert.Equal("unreadable", line.Type);
        Assert.Equal(body, line.Event.GetProperty("base64").GetBytesFromBase64());
        Assert.Equal(JsonValueKind.Null, line.Json.GetProperty("account").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.Json.GetProperty("occurred_at").ValueKind);
    }

    [Fact]
    public async Task Invalid_utf8_in_a_message_does_not_make_the_file_unreadable()
    {
        await using var receiver = Start();
        byte[] body = [.. Encoding.UTF8.GetBytes(Notifications.Text("15550100300", "wamid.utf8", "QQ")).Select(static value => value is (byte)'Q' ? (byte)0xFF : value)];

        using var answer = await receiver.Http.SendAsync(Notifications.Signed(receiver.Callback, body), Token);

        var line = Assert.Single(await EventLogFile.ReadAsync(Log, 1, Token));
        Assert.Equal("message.text", line.Type);
        Assert.Equal("\uFFFD\uFFFD", line.Event.GetProperty("text").GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_line_is_written_once_even_when_a_handler_fails()
    {
        var failed = new Countdown(2);
        await using var receiver = Start(services => services.AddWhatsAppWebhooks()
            .On<TextMessage>((TextMessage _) => Fail(failed))
            .On<TextMessage>((TextMessage _) => Fail(failed), "second"));

        using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.fail", "text"), Token);
        await failed.Reached.WaitAsync(Token);
        using var next = await receiver.PostAsync(Notifications.Text("15550100400", "wamid.next", "text"), Token);

        Assert.Equal(["wamid.fail", "wamid.next"], (await EventLogFile.ReadAsync(Log, 2, Token)).Select(static line => line.MessageId));
    }

    [Fact]
    public async Task It_continues_in_a_new_file_when_the_old_one_is_rotated_away()
    {
        await using var receiver = Start();
        using var first = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.before", "text"), Token);
        await EventLogFile.ReadAsync(Log, 1, Token);

        File.Move(Log, Log + ".1");
        using var second = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.after", "text"), Token);

        Assert.Equal("wamid.after", Assert.Single(await EventLogFile.ReadAsync(Log, 1, Token)).MessageId);
        Assert.Equal("wamid.before", Assert.Single(EventLogFile.Read(Log + ".1")).MessageId);
    }

    [Fact]
    public async Task Half_a_line_from_a_killed_process_is_terminated_before_the_first_new_one()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        await File.WriteAllTextAsync(Log, "{\"key\":\"half", Token);
        await using var receiver = Start();

        using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.whole", "text"), Token);

        await EventLogFile.UntilLinesAsync(Log, 2, Token);
        var lines = await File.ReadAllLinesAsync(Log, Token);
        Assert.Equal("{\"key\":\"half", lines[0]);
        Assert.Equal("wamid.whole", JsonDocument.Parse(lines[1]).RootElement.GetProperty("event").GetProperty("id").GetString());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var receiver = Start();

        using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.mode", "text"), Token);
        await EventLogFile.ReadAsync(Log, 1, Token);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    private static Task Fail(Countdown failed)
    {
        failed.Signal();
        throw new InvalidOperationException("as the test wants it");
    }

    private Receiver Start(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services = null) =>
        Receiver.Start(new(StringComparer.Ordinal) { ["EventLog:Path"] = Log }, services);

    /// <summary>2 entries, 3 changes, 5 messages (one of an invented type, one null, one a string), 4 statuses, 2 errors.</summary>
    private const string MixedBatch =
        """
        {"object":"whatsapp_business_account","entry":[
          {"id":"102000000000001","changes":[
            {"field":"messages","value":{"metadata":{"phone_number_id":"106000000000001"},
              "messages":[{"from":"15550100300","id":"m1","timestamp":"1781000000","type":"text","text":{"body":"one"}},
                          {"from":"15550100300","id":"m2","timestamp":"1781000001","type":"hologram","hologram":{"x":1}},
                          null,
                          "odd"],
              "statuses":[{"id":"s1","status":"sent","timestamp":"1781000002","recipient_id":"15550100300"},
                          {"id":"s1","status":"delivered","timestamp":"1781000003","recipient_id":"15550100300"}]}},
            {"value":{"metadata":{"phone_number_id":"106000000000001"},
              "messages":[{"from":"15550100400","id":"m3","timestamp":"1781000004","type":"image","image":{"id":"1"}}],
              "statuses":[{"id":"s1","status":"read","timestamp":"1781000005","recipient_id":"15550100300"}]},"field":"messages"}]},
          {"id":"102000000000002","time":1781000010,"changes":[
            {"field":"messages","value":{"metadata":{"phone_number_id":"106000000000002"},
              "statuses":[{"id":"s2","status":"failed","timestamp":"1781000006","recipient_id":"15550100300","errors":[{"code":131047}]}],
              "errors":[{"code":130429,"title":"Rate limit hit"},{"code":130429,"title":"Rate limit hit"}]}}]}]}
        """;
}
