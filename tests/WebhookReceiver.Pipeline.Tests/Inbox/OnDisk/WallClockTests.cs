using System.Collections.Concurrent;
using System.Globalization;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// A wall clock that is set ahead by ten years, back by ten, or back by an hour repeatedly: order, waits and completeness do not depend on it.
/// </summary>
[Trait("row", "C01")]
[Trait("row", "Q17")]
public sealed class WallClockTests : InboxTest
{
    private const int Messages = 24;
    private const int TenYears = 3650 * 24;

    private readonly ConcurrentQueue<string> calls = new();
    private readonly ManualClock clock = new();
    private volatile bool isFailing = true;
    private int hoursAhead;

    [Theory]
    [InlineData(TenYears, 0)]
    [InlineData(-TenYears, 0)]
    [InlineData(-1, -1)]
    public async Task Order_is_the_order_of_arrival_within_a_run_and_across_restarts(int jump, int eachTime)
    {
        var run = await StartAsync(NewDisk(), "Handle");

        try
        {
            for (var number = 0; number < Messages; number++)
            {
                await run.AcceptAsync(Message(number));

                if (number is Messages / 3 or 2 * Messages / 3)
                {
                    await run.UntilParkedAsync();
                    var disk = await run.KillAsync();
                    await run.DisposeAsync();
                    run = await StartAsync(disk, "Handle");
                }

                SetWall(number is Messages / 2 ? jump : eachTime);
            }

            await EndAsync(run);
        }
        finally
        {
            await run.DisposeAsync();
        }

        Assert.Equal(Enumerable.Range(0, Messages).Select(Id), calls.Where(static call => !call.EndsWith('!')).Select(static call => call.Split(' ')[0]));
    }

    [Theory]
    [InlineData(TenYears)]
    [InlineData(-TenYears)]
    [InlineData(-1)]
    public async Task A_retry_waits_its_full_delay_however_often_the_clock_is_set(int jump)
    {
        await using var run = await StartAsync(NewDisk(), "Handle");
        await run.AcceptAsync(Message(0));

        foreach (var wait in (int[])[1, 2, 4])
        {
            await run.UntilParkedAsync();
            var before = calls.Count;

            for (var quarter = 1; quarter < 4; quarter++)
            {
                SetWall(jump);
                clock.Advance(TimeSpan.FromSeconds(wait) / 4);
            }

            Assert.Equal((1, before), (run.Lanes.Parked, calls.Count));
            clock.Advance(TimeSpan.FromSeconds(wait) / 4);
            await run.UntilAsync(() => calls.Count == before + 1, "it was tried again");
        }

        await EndAsync(run);
    }

    [Theory]
    [InlineData("Handle", TenYears)]
    [InlineData("Handle", -TenYears)]
    [InlineData("Quarantine", TenYears)]
    [InlineData("Quarantine", -TenYears)]
    public async Task Events_that_look_stale_by_a_wrong_clock_are_handled_as_stale_or_become_dead_letters_and_none_is_missing(string policy, int jump)
    {
        isFailing = false;
        var sent = Enumerable.Range(0, Messages).Select(Message).ToList();
        await using var run = await StartAsync(NewDisk(), policy);

        for (var number = 0; number < Messages; number++)
        {
            SetWall(number is Messages / 2 ? jump : 0);
            await run.AcceptAsync(sent[number]);
            await run.UntilIdleAsync();
        }

        var isStale = jump > 0;
        var late = Enumerable.Range(Messages / 2, Messages / 2).Select(Id).ToList();
        var early = Enumerable.Range(0, Messages / 2).Select(static number => $"{Id(number)} fresh");
        Assert.Equal(
            isStale && policy is "Quarantine" ? early : [.. early, .. late.Select(id => $"{id} {(isStale ? "stale" : "fresh")}")],
            calls);
        Assert.Equal(
            isStale && policy is "Quarantine" ? Messages / 2 : 0,
            run.Outcomes.All.Count(static deadLetter => deadLetter.Cause.Text is "stale"));
        Assert.Equal(0, run.Segments.Open);
    }

    private static string Id(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>Dated by a correct clock.</summary>
    private string Message(int number) => Wire.Text("15550100300", Id(number), clock.GetUtcNow() - TimeSpan.FromHours(hoursAhead));

    private void SetWall(int hours)
    {
        hoursAhead += hours;
        clock.SetWall(TimeSpan.FromHours(hoursAhead));
    }

    private async Task EndAsync(JournalRun run)
    {
        await run.UntilParkedAsync();
        isFailing = false;
        clock.Advance(TimeSpan.FromMinutes(2));
        await run.UntilIdleAsync();
    }

    private Task<JournalRun> StartAsync(SimulatedDisk disk, string policy) => JournalRun.StartAsync(
        webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context) =>
        {
            calls.Enqueue($"{message.MessageId} {(context.IsStale ? "stale" : "fresh")}{(isFailing ? "!" : string.Empty)}");

            if (isFailing)
            {
                throw new InvalidOperationException();
            }
        }),
        disk,
        Folder,
        clock,
        ("Inbox:StaleEvents", policy),
        ("Dispatch:MaxAttempts", "50"));
}
