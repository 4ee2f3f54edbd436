using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>What a person on call does: find the message, see what happened, and do it again.</summary>
public sealed class When_something_went_wrong(Chromium chromium)
{
    private const string Wamid = "wamid.HBgLMTU1NTAxMDAzMDAVAgASGBQzQTdF";

    [Fact]
    public async Task A_message_is_found_its_attempts_are_seen_and_its_dead_letter_is_replayed()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.SendAsync("15550100301", ConsoleReceiver.Good);
        receiver.IsFailing = true;
        await receiver.SendAsync("15550100300", Wamid);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events");

        await FindAsync(page, Wamid);
        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Wamid });
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.GetByText(ConsoleReceiver.Good)).ToHaveCountAsync(0);
        await row.GetByRole(AriaRole.Link, new() { Name = "message.text" }).ClickAsync();

        var story = page.Page.Locator(".timeline");
        await Assertions.Expect(story).ToContainTextAsync("Attempt 1");
        await Assertions.Expect(story).ToContainTextAsync("Attempt 2");
        await Assertions.Expect(story).ToContainTextAsync("System.TimeoutException");
        await Assertions.Expect(story).ToContainTextAsync("Finished, with a dead letter");
        await Assertions.Expect(page.Page.GetByText("hello")).ToHaveCountAsync(0);

        receiver.IsFailing = false;
        var address = new Uri(page.Page.Url).PathAndQuery;
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#announcer")).ToHaveTextAsync("The replay has begun.");
        await page.GoAsync("/console/dead-letters");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No dead letters" })).ToBeVisibleAsync();
        await page.GoAsync(address);
        await Assertions.Expect(story.GetByRole(AriaRole.Listitem).Last).ToContainTextAsync("The dead letter of orders was replayed and handled");
        await Assertions.Expect(story).ToContainTextAsync("Finished, with a dead letter");
    }

    [Fact]
    public async Task All_dead_letters_of_a_cause_are_counted_first_and_then_replayed()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;

        for (var index = 0; index < 5; index++)
        {
            await receiver.SendAsync($"1555010030{index}", $"wamid.{index}");
        }

        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/dead-letters");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" })).ToContainTextAsync("5");
        await page.GoAsync("/console/dead-letters");
        var group = page.Page.GetByRole(AriaRole.Table, new() { Name = "Groups of dead letters" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "System.TimeoutException" });
        await Assertions.Expect(group).ToContainTextAsync("5");
        await group.GetByRole(AriaRole.Link, new() { Name = ConsoleReceiver.Handler }).ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("handler=orders&exception=System.TimeoutException", RegexOptions.None, TimeSpan.FromSeconds(1)));

        receiver.IsFailing = false;
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Replay all 5" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("5 dead letters match the filter");
        await page.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Replay 5" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".job")).ToContainTextAsync("5 of 5");
        await Assertions.Expect(page.Page.Locator(".job")).ToContainTextAsync("completed");
        await page.GoAsync("/console/dead-letters");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No dead letters" })).ToBeVisibleAsync();
        await page.GoAsync("/console/audit");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "dead_letters.replayed" }).First).ToContainTextAsync("console");
    }

    [Fact]
    public async Task A_handler_is_paused_while_its_events_wait_and_resumed()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/handlers");
        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = ConsoleReceiver.Handler });

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Pause orders" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("paused");
        await receiver.SendAsync("15550100300", Wamid);
        await page.GoAsync("/console/events?state=open");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Wamid })).ToHaveCountAsync(1);

        await page.GoAsync("/console/handlers");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Resume orders" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("running");
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "Handlers" }).ClickAsync();
        await Assertions.Expect(row.GetByRole(AriaRole.Cell).Nth(4)).ToHaveTextAsync("1");
    }

    [Theory]
    [InlineData("+1 555 010 0300", "user=15550100300")]
    [InlineData("106000000000001:15550100300", "conversation=106000000000001%3A15550100300")]
    public async Task A_person_or_a_conversation_is_found_as_well_and_the_address_says_so(string typed, string query)
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.SendAsync("15550100300", Wamid);
        await receiver.SendAsync("15550100301", ConsoleReceiver.Good);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events");

        await FindAsync(page, typed);

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Wamid })).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.GetByText(ConsoleReceiver.Good)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex($"/console/events\\?{Regex.Escape(query)}$", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Page.GetByText(ConsoleReceiver.Good)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_not_there_says_what_to_do()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No events yet" })).ToBeVisibleAsync();

        await FindAsync(page, "wamid.nowhere");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches" })).ToBeVisibleAsync();

        await page.GoAsync("/console/events/0123456789abcdef");
        await Assertions.Expect(page.Page.GetByText("No event with that key is stored")).ToBeVisibleAsync();
    }

    private static async Task FindAsync(ConsolePage page, string text)
    {
        await page.SettleAsync();
        await page.Page.GetByLabel("Search").FillAsync(text);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
    }
}
