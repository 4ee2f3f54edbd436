using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

public sealed class When_a_handler_is_paused
{
    private const string Handler = "TextMessage#1";

    private readonly ConcurrentQueue<string> calls = new();

    private static string Path => $"/api/handlers/{Uri.EscapeDataString(Handler)}";

    [Fact]
    public async Task Notifications_are_accepted_and_wait_until_it_is_resumed()
    {
        await using var receiver = await StartAsync();
        await receiver.SendAsync("15550100301", "wamid.1");
        await receiver.UntilSettledAsync();

        var paused = await receiver.Api.ReadAsync(HttpMethod.Post, $"{Path}/pause");
        await receiver.SendAsync("15550100301", "wamid.2");
        await receiver.SendAsync("15550100302", "wamid.3");
        var waiting = await UntilWaitingAsync(receiver, 2);
        var health = await HealthAsync(receiver);

        Assert.Equal(("paused", "api key"), (Text(paused, "state"), Text(paused, "paused_by")));
        Assert.Equal((1, 0, 0), (Number(waiting, "handled"), Number(waiting, "failed"), Number(waiting, "dead_lettered")));
        Assert.True(waiting.GetProperty("p99_seconds").GetDouble() >= waiting.GetProperty("mean_seconds").GetDouble());
        Assert.Equal(["wamid.1"], calls);
        Assert.Contains(Handler, health, StringComparison.Ordinal);
        Assert.Contains("2 conversations wait", health, StringComparison.Ordinal);

        var resumed = await receiver.Api.ReadAsync(HttpMethod.Post, $"{Path}/resume");
        await receiver.UntilSettledAsync();
        Assert.Equal("running", Text(resumed, "state"));
        Assert.Equal(["wamid.1", "wamid.2", "wamid.3"], calls.Order(StringComparer.Ordinal));
        Assert.Equal(["handler.resumed", "handler.paused"], await ActionsAsync(receiver));
    }

    [Fact]
    public async Task It_stays_paused_after_a_restart_and_its_replays_wait()
    {
        using var copy = new TemporaryDirectory();

        await using (var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no")))
        {
            await receiver.SendAsync("15550100301", "wamid.1");
            await receiver.Api.UntilAsync(static letters => letters.Count is 1);
            await receiver.Api.ReadAsync(HttpMethod.Post, $"{Path}/pause");
            await receiver.Api.ReadAsync(HttpMethod.Post, "/api/dead-letters/replay");
            FailingReceiver.CopyFolder(receiver.Directory, copy.File("inbox"));
        }

        await using var after = await StartAsync(copy.File("inbox"));
        await after.SendAsync("15550100302", "wamid.2");
        await UntilWaitingAsync(after, 1);

        Assert.Empty(calls);
        Assert.True(Assert.Single(await after.Api.LettersAsync()).GetProperty("replaying").GetBoolean());
        await after.Api.ReadAsync(HttpMethod.Post, $"{Path}/resume");
        await after.Api.UntilAsync(static letters => letters.Count is 0);
        await after.UntilSettledAsync();
        Assert.Equal(["wamid.1", "wamid.2"], calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_exist_is_not_paused_and_what_cannot_be_recorded_changes_nothing()
    {
        await using var receiver = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Api.SendAsync(HttpMethod.Post, "/api/handlers/nobody/pause")).Status);
        await receiver.Api.ReadAsync(HttpMethod.Post, $"{Path}/resume");
        Assert.Empty(await ActionsAsync(receiver));

        Directory.CreateDirectory(System.IO.Path.Combine(receiver.Directory, "audit.jsonl"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await receiver.Api.SendAsync(HttpMethod.Post, $"{Path}/pause")).Status);
        Assert.Equal("running", Text(await OneAsync(receiver), "state"));
    }

    [Fact]
    public async Task Commands_pause_and_resume_in_the_folder_of_a_stopped_service()
    {
        using var stopped = new TemporaryDirectory();
        var folder = stopped.File("inbox");

        await using (var receiver = await StartAsync())
        {
            await receiver.Receiver.DisposeAsync();
            FailingReceiver.CopyFolder(receiver.Directory, folder);
        }

        var paused = await Command.RunAsync(folder, "handlers", "pause", Handler);
        var listed = await Command.RunAsync(folder, "handlers", "list", "--json");
        await using var after = await StartAsync(folder);
        var inService = await OneAsync(after);
        var resumed = await Command.RunAsync(folder, "handlers", "resume", Handler);
        var none = await Command.RunAsync(folder, "handlers", "list");

        Assert.Equal((0, $"{Handler} is paused."), (paused.ExitCode, paused.Output.Trim()));
        Assert.Equal((Handler, "command line"), (Text(listed.Json.GetProperty("handlers")[0], "name"), Text(listed.Json.GetProperty("handlers")[0], "paused_by")));
        Assert.Equal("paused", Text(inService, "state"));
        Assert.Equal((0, $"{Handler} is running."), (resumed.ExitCode, resumed.Output.Trim()));
        Assert.Equal((1, "No handlers are paused."), (none.ExitCode, none.Output.Trim()));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static async Task<JsonElement> OneAsync(FailingReceiver receiver) =>
        Assert.Single((await receiver.Api.ReadAsync(HttpMethod.Get, "/api/handlers")).GetProperty("handlers").EnumerateArray());

    private static async Task<JsonElement> UntilWaitingAsync(FailingReceiver receiver, int count)
    {
        var handler = default(JsonElement);
        await Poll.UntilAsync(async () => Number(handler = await OneAsync(receiver), "waiting") == count, "the events wait", Patience.Token);
        return handler;
    }

    private static async Task<string> HealthAsync(FailingReceiver receiver)
    {
        using var ready = await receiver.Receiver.Http.GetAsync(new Uri(receiver.Receiver.OperationsUrl, "/health/ready"), Patience.Token);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        return await ready.Content.ReadAsStringAsync(Patience.Token);
    }

    private static async Task<IEnumerable<string?>> ActionsAsync(FailingReceiver receiver) =>
        (await receiver.Api.ReadAsync(HttpMethod.Get, "/api/audit")).GetProperty("entries").EnumerateArray().Select(static entry => Text(entry, "action"));

    private Task<FailingReceiver> StartAsync(string? copyOf = null) => FailingReceiver.StartAsync(
        id =>
        {
            calls.Enqueue(id);
            return Task.CompletedTask;
        },
        copyOf);
}
