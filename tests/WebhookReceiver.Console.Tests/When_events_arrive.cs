using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>What the console shows of events while they arrive.</summary>
public sealed class When_events_arrive(Chromium chromium)
{
    [Fact]
    public async Task An_empty_receiver_says_how_to_send_the_first_one_and_then_shows_it()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing has arrived yet" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByLabel("Command")).ToContainTextAsync("curl -i http://localhost:8080/webhook");
        await page.PictureAsync("empty-1400-light");

        await receiver.SendAsync("15550100300", "wamid.first");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing has arrived yet" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.GetByText("1 since the start").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_keyboard_is_on_and_what_is_selected_stays_while_the_numbers_change()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver);
        await page.SettleAsync();
        var link = page.Page.GetByRole(AriaRole.Region, new() { Name = "Now" }).GetByRole(AriaRole.Link, new() { Name = "Dead letters" });
        await link.FocusAsync();
        await page.Page.GetByLabel("Command").EvaluateAsync("(command) => getSelection().selectAllChildren(command)");
        var age = page.Page.GetByText("Up for");
        var before = await age.InnerTextAsync();

        await Assertions.Expect(age).Not.ToHaveTextAsync(before);

        await Assertions.Expect(link).ToBeFocusedAsync();
        Assert.Contains("curl -i", await page.Page.EvaluateAsync<string>("() => String(getSelection())"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_tail_shows_each_and_what_becomes_of_it()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Live tail" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("waiting for the next event")).ToBeVisibleAsync();

        receiver.IsFailing = true;
        await receiver.SendAsync("15550100300", "wamid.bad");
        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "wamid.bad" });
        await Assertions.Expect(row).ToContainTextAsync("dead letter");

        receiver.IsFailing = false;
        await receiver.SendAsync("15550100301", "wamid.good");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "wamid.good" })).ToContainTextAsync("handled");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "dead letter" })).ToHaveCountAsync(1);
        await page.PictureAsync("tail-1400-light");
    }

    [Fact]
    public async Task Ten_thousand_events_leave_the_live_tail_responsive()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events?live=1");
        await Assertions.Expect(page.Page.GetByText("waiting for the next event")).ToBeVisibleAsync();

        for (var batch = 0; batch < 10; batch++)
        {
            var messages = string.Join(',', Enumerable.Range(0, 1000).Select(index =>
                $$$"""{"from":"1555{{{batch:00}}}{{{index:0000}}}","id":"wamid.{{{batch}}}.{{{index}}}","timestamp":"1781000000","type":"text","text":{"body":"x"}}"""));
            using var answer = await receiver.Receiver.PostAsync(WebhookReceiver.Tests.Receiving.Notifications.Envelope(messages), WebhookReceiver.Tests.Receiving.Patience.Token);
        }

        await Assertions.Expect(page.Page.GetByText("were not shown, because they came too fast")).ToBeVisibleAsync();
        Assert.InRange(await page.Page.GetByRole(AriaRole.Row).CountAsync(), 1, 201);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Stop live tail" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Live tail", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_live_tail_begins_to_show_an_event_when_it_is_in_the_state_of_the_filter()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events?live=1&state=dead");
        await Assertions.Expect(page.Page.GetByText("waiting for the next event")).ToBeVisibleAsync();
        receiver.IsFailing = true;

        await receiver.SendAsync("15550100300", ConsoleReceiver.Good);
        await receiver.SendAsync("15550100301", "wamid.bad");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "wamid.bad" })).ToContainTextAsync("dead letter");
        await Assertions.Expect(page.Page.GetByText(ConsoleReceiver.Good)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Following" })).ToContainTextAsync("1 arrived");
    }

    [Fact]
    public async Task The_stream_is_closed_while_the_tab_is_hidden()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        var tap = (WebhookReceiver.Dispatch.EventTap)receiver.Receiver.Services.GetService(typeof(WebhookReceiver.Dispatch.EventTap))!;
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events?live=1");
        await Assertions.Expect(page.Page.GetByText("waiting for the next event")).ToBeVisibleAsync();
        await WebhookReceiver.Tests.Receiving.Poll.UntilAsync(() => Task.FromResult(tap.IsWatched), "the tail was followed", WebhookReceiver.Tests.Receiving.Patience.Token);

        await HideAsync(page, isHidden: true);

        await Assertions.Expect(page.Page.GetByText("Paused while this tab is hidden")).ToBeVisibleAsync();
        await WebhookReceiver.Tests.Receiving.Poll.UntilAsync(() => Task.FromResult(!tap.IsWatched), "the tail was not followed any more", WebhookReceiver.Tests.Receiving.Patience.Token);

        await HideAsync(page, isHidden: false);
        await WebhookReceiver.Tests.Receiving.Poll.UntilAsync(() => Task.FromResult(tap.IsWatched), "the tail was followed again", WebhookReceiver.Tests.Receiving.Patience.Token);
    }

    /// <summary>A browser without a window cannot hide a tab, so this sets the state and raises the event that the page listens for.</summary>
    private static async Task HideAsync(ConsolePage page, bool isHidden) => await page.Page.EvaluateAsync(
        "(isHidden) => { Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", isHidden);
}
