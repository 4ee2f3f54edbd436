using System.Collections.Concurrent;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>An event whose handler kills the process, with the real journal: each death is followed by a new life over the same disk.</summary>
[Trait("row", "Q05")]
public sealed class DeathTests : InboxTest
{
    private const int Neighbours = 12;

    private readonly ConcurrentDictionary<string, int> effects = new(StringComparer.Ordinal);
    private readonly ManualClock clock = new();
    private TaskCompletionSource deadly = new();

    [Theory]
    [InlineData(5, 5)]
    [InlineData(1, 3)]
    public async Task It_is_given_up_after_the_last_attempt_and_no_neighbour_takes_effect_more_than_three_times(int maxAttempts, int deaths)
    {
        var disk = NewDisk();
        var lives = 0;
        var isFirst = true;

        while (true)
        {
            deadly = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var run = await JournalRun.StartAsync(Handlers, disk, Folder, clock, ("Dispatch:MaxAttempts", $"{maxAttempts}"));

            if (isFirst)
            {
                await run.AcceptAsync(Wire.Body([Wire.Message("1", "deadly"), .. Enumerable.Range(2, Neighbours).Select(static number => Wire.Message($"{number}", $"m{number}"))]));
                isFirst = false;
            }

            var isDead = await Task.WhenAny(deadly.Task, run.UntilIdleAsync()) == deadly.Task;
            disk = await run.KillAsync();

            if (!isDead)
            {
                break;
            }

            lives++;
        }

        Assert.Equal(deaths, lives);
        Assert.Equal(deaths, effects["deadly"]);
        Assert.All(Enumerable.Range(2, Neighbours), number => Assert.InRange(effects[$"m{number}"], 1, 3));
        using var after = await InboxLife.StartAsync(disk, Folder, clock);
        var letter = Assert.Single(after.Outcomes.All);
        Assert.Equal(("desk", "process died", deaths), (letter.Handler, letter.Cause.Text, letter.Attempts));
    }

    [Fact]
    public async Task An_attempt_that_a_stop_cuts_short_does_not_count()
    {
        var disk = NewDisk();

        for (var life = 0; life < 6; life++)
        {
            deadly = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var run = await JournalRun.StartAsync(Handlers, disk, Folder, clock, ("Dispatch:MaxAttempts", "2"));

            if (life is 0)
            {
                await run.AcceptAsync(Wire.Text("1", "deadly"));
            }

            await deadly.Task;
            disk = await run.StopAsync();
        }

        Assert.Equal(6, effects["deadly"]);
        using var after = await InboxLife.StartAsync(disk, Folder, clock);
        Assert.Empty(after.Outcomes.All);
        Assert.Single(after.TakeAll());
    }

    private void Handlers(WhatsAppWebhooksBuilder webhooks) => webhooks.On<TextMessage>(
        async (TextMessage message, CancellationToken token) =>
        {
            effects.AddOrUpdate(message.MessageId!, 1, static (_, count) => count + 1);

            if (message.MessageId is "deadly")
            {
                deadly.TrySetResult();
            }

            // With the deadly one in progress its neighbours are caught in the middle; without it they succeed.
            if (message.MessageId is "deadly" || await IsDeadlyAsync())
            {
                await Task.Delay(Timeout.Infinite, token);
            }
        },
        "desk");

    private async Task<bool> IsDeadlyAsync()
    {
        for (var turn = 0; turn < 50 && !deadly.Task.IsCompleted; turn++)
        {
            await Task.Yield();
        }

        return deadly.Task.IsCompleted;
    }
}
