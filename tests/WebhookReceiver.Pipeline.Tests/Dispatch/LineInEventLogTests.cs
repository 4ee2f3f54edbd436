using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Outlets;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class LineInEventLogTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("events").FullName;
    private readonly ConcurrentQueue<string?> handled = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(directory, "events.jsonl");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task An_event_gets_one_line_however_often_it_is_tried_and_a_duplicate_gets_none()
    {
        await using var before = await StartAsync(failures: 2);
        before.Source.Add(Wire.Text("1", "m"));
        before.Source.Add(Wire.Text("1", "m"));
        await before.RetryAsync(TimeSpan.FromSeconds(1));
        await before.UntilParkedAsync();
        await before.KillAsync();
        before.Clock.Advance(TimeSpan.FromSeconds(2));

        await using var after = await StartAsync(failures: 2, before: before);
        await after.UntilIdleAsync();

        Assert.Equal(3, handled.Count);
        Assert.Equal(["m 1"], Lines());
    }

    [Fact]
    [Trait("row", "W01")]
    public async Task After_a_crash_during_handling_it_gets_another_line_with_attempt_2()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var before = await StartAsync(task: never.Task);
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilAsync(() => handled.Count is 1, "the handler was called");
        await before.KillAsync();

        await using var after = await StartAsync(before: before);
        await after.UntilIdleAsync();

        Assert.Equal(["m 1", "m 2"], Lines());
    }

    [Fact]
    public async Task After_a_restart_an_event_passes_only_the_outlets_that_it_has_not_passed()
    {
        var (first, second) = (new ListOutlet("first"), new ListOutlet("second") { IsBlocked = true });
        await using var before = await StartAsync(services: services => services.AddSingleton<IOutlet>(first).AddSingleton<IOutlet>(second));
        before.Source.Add(Wire.Text("1", "m"));
        await second.Arrived;
        await before.StopAsync();
        second.IsBlocked = false;

        await using var after = await StartAsync(before: before, services: services => services.AddSingleton<IOutlet>(first).AddSingleton<IOutlet>(second));
        await after.UntilIdleAsync();

        Assert.Equal((1, 1, 1), (first.Passed.Count, second.Passed.Count, handled.Count));
        Assert.Equal(["m 1"], Lines());
    }

    [Fact]
    public async Task Nothing_is_handled_while_its_line_cannot_be_written_and_it_is_written_when_it_can()
    {
        await using var run = await StartAsync();
        Break();
        run.Source.Add(Wire.Text("1", "m"));

        for (var second = 0; second < 90; second++)
        {
            await run.Log.UntilAsync(1610, Token);
            run.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(handled);
        Assert.InRange(run.Log.All.Count(static line => line.Id is 1610), 1, 2);
        Directory.Delete(Log);

        await run.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => !handled.IsEmpty, "it was handled when the file could be written");
        Assert.Equal(["m 1"], Lines());
    }

    [Fact]
    public async Task At_the_end_an_event_without_its_line_is_left_for_the_next_start()
    {
        await using var before = await StartAsync();
        Break();
        before.Source.Add(Wire.Text("1", "m"));
        await before.Log.UntilAsync(1610, Token);
        await before.StopAsync();
        Assert.Empty(handled);
        Directory.Delete(Log);

        await using var after = await StartAsync(before: before);
        await after.UntilIdleAsync();

        Assert.Equal(["m 1"], Lines());
    }

    /// <summary>Puts a folder in the place of the file.</summary>
    private void Break()
    {
        File.Delete(Log);
        Directory.CreateDirectory(Log);
    }

    private IEnumerable<string> Lines() => File.ReadLines(Log).Select(static line =>
    {
        var json = JsonDocument.Parse(line).RootElement;
        return $"{json.GetProperty("event").GetProperty("id").GetString()} {json.GetProperty("attempt").GetInt32()}";
    });

    private Task<DispatchRun> StartAsync(int failures = 0, Task? task = null, DispatchRun? before = null, Action<IServiceCollection>? services = null) => DispatchRun.StartAsync(
        webhooks => webhooks.On<TextMessage>(
            (TextMessage message, WhatsAppContext context, CancellationToken token) =>
            {
                handled.Enqueue(message.MessageId);
                return context.Attempt <= failures ? throw new InvalidOperationException() : task?.WaitAsync(token) ?? Task.CompletedTask;
            },
            "desk"),
        before,
        services: services,
        settings: ("EventLog:Path", Log));
}
