using System.Text;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

public sealed class When_an_inbox_is_exported
{
    [Fact]
    public async Task Every_delivery_is_a_line_with_the_received_bytes()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync("15550100301", "wamid.1", "ä <1>");
        await receiver.SendAsync("15550100302", "wamid.2");
        await receiver.UntilSettledAsync();

        var lines = await ExportAsync(receiver, string.Empty);

        Assert.Equal([1L, 2L], lines.Select(static line => line.GetProperty("sequence").GetInt64()));
        Assert.Equal(Notifications.Text("15550100301", "wamid.1", "ä <1>"), Encoding.UTF8.GetString(lines[0].GetProperty("body").GetBytesFromBase64()));
        Assert.All(lines, static line => Assert.True(line.GetProperty("settled").GetBoolean()));
        Assert.All(lines, static line => Assert.Equal("default", line.GetProperty("endpoint").GetString()));
    }

    [Fact]
    public async Task It_can_be_limited_to_a_range_and_to_open_deliveries()
    {
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await FailingReceiver.StartAsync(id => id is "wamid.2" ? block.Task : Task.CompletedTask);

        for (var index = 1; index <= 4; index++)
        {
            await receiver.SendAsync($"1555010030{index}", $"wamid.{index}");
        }

        await receiver.Api.UntilStatusAsync("open_deliveries", static open => open <= 1);

        var open = await ExportAsync(receiver, "?open=true");
        var some = await ExportAsync(receiver, "?from=2&to=3");
        var command = await Command.RunAsync(receiver.Directory, receiver.Receiver.OperationsUrl, "inbox", "export", "--open");
        block.SetResult();

        Assert.Equal(2, Assert.Single(open).GetProperty("sequence").GetInt64());
        Assert.Equal([2L, 3L], some.Select(static line => line.GetProperty("sequence").GetInt64()));
        Assert.Equal(2, command.Json.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task It_is_recorded_with_what_was_asked_for_and_by_whom()
    {
        const string readKey = "a-key-for-reading-4567";
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, settings: new(StringComparer.Ordinal) { ["Operations:ReadKey"] = readKey });
        await receiver.SendAsync("15550100301", "wamid.1");
        await receiver.UntilSettledAsync();

        var reader = new ApiClient(receiver.Receiver.Http, receiver.Receiver.OperationsUrl, readKey);
        var (_, nothing) = await reader.SendAsync(HttpMethod.Get, "/api/inbox/export?from=1&to=5&open=true");
        var command = await Command.RunAsync(receiver.Directory, receiver.Receiver.OperationsUrl, "inbox", "export");
        var entries = (await receiver.Api.ReadAsync(HttpMethod.Get, "/api/audit?action=content.viewed")).GetProperty("entries").EnumerateArray().ToList();

        Assert.Equal((string.Empty, 0), (nothing, command.ExitCode));
        Assert.All(entries, static entry => Assert.Equal("deliveries", entry.GetProperty("target").GetString()));
        Assert.Equal(
            [("api key", null), ("read key", "from: 1, to: 5, open: true")], entries.Select(static entry => (entry.GetProperty("by").GetString(), entry.GetProperty("detail").GetString())));
    }

    private static async Task<IReadOnlyList<JsonElement>> ExportAsync(FailingReceiver receiver, string query)
    {
        var (_, text) = await receiver.Api.SendAsync(HttpMethod.Get, $"/api/inbox/export{query}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }
}
