using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>They are dealt with together: counted first, then in the background, and the list stays short.</summary>
public sealed partial class When_there_are_many_dead_letters(Chromium chromium)
{
    private const string Path = "/console/dead-letters";

    [Fact]
    public async Task A_replay_can_be_cancelled_with_the_keyboard_and_the_rest_stays()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.FailAsync(100);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, Path);
        receiver.IsFailing = false;
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Replay all 100" }).ClickAsync();
        await page.Page.GetByLabel("At most a second").FillAsync("1");
        await page.Page.Keyboard.PressAsync("Enter");
        var job = page.Page.Locator(".job");
        await Assertions.Expect(job).ToContainTextAsync("at most 1 a second");

        // What is shown of the job changes each second, and the focus stays.
        var cancel = job.GetByRole(AriaRole.Button, new() { Name = "Cancel" });
        await cancel.FocusAsync();
        var before = await DoneAsync(job);
        await Poll.UntilAsync(async () => await DoneAsync(job) > before, "more were replayed", TestContext.Current.CancellationToken);
        await Assertions.Expect(cancel).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(job).ToContainTextAsync("cancelled");
        await Assertions.Expect(cancel).ToHaveCountAsync(0);
        var done = await DoneAsync(job);
        Assert.InRange(done, 1, 99);
        await receiver.UntilDeadLettersAsync(100 - done);
        await page.GoAsync(Path);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = $"{100 - done} dead letters" })).ToBeVisibleAsync();
        await page.GoAsync("/console/audit");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "job.cancelled" })).ToContainTextAsync("console");
    }

    [Fact]
    public async Task All_are_discarded_once_the_number_that_there_is_now_was_confirmed()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.FailAsync(3);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, Path);
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = "Discard all 3" });
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(button).ToBeVisibleAsync();
        await receiver.SendAsync("15550100300", "wamid.later");
        await receiver.UntilDeadLettersAsync(4);

        // What the list does not show yet is counted too.
        await button.ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("4 dead letters in all. There is no filter.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal(4, await receiver.CountDeadLettersAsync());

        await button.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Discard 4" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No dead letters" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(".job")).ToContainTextAsync("4 of 4 · 4 discarded");
        await page.GoAsync("/console/audit");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "dead_letters.discarded" }).GetByRole(AriaRole.Cell)).ToContainTextAsync(["", "dead_letters.discarded", "", "", "4", "console", "127.0.0.1"]);
    }

    [Fact]
    public async Task Those_that_are_selected_are_discarded_and_the_others_stay()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.FailAsync(5);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, Path);

        await page.Page.GetByRole(AriaRole.Checkbox).Nth(1).CheckAsync();
        await page.Page.GetByRole(AriaRole.Checkbox).Nth(2).CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Discard selected" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Discard 2" }).ClickAsync();

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "3 dead letters" })).ToBeVisibleAsync();
        Assert.Equal(3, await receiver.CountDeadLettersAsync());
    }

    [Fact]
    public async Task Of_ten_thousand_a_page_is_shown_and_it_answers_at_once()
    {
        await using var receiver = await ConsoleReceiver.StartAsync(new(StringComparer.Ordinal) { ["Dispatch:MaxAttempts"] = "1" });
        await receiver.FailAsync(10_000);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, Path);
        var rows = page.Page.GetByRole(AriaRole.Table, new() { Name = "Dead letters", Exact = true }).Locator("tbody tr");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "10,000 dead letters" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Table, new() { Name = "Groups of dead letters" }).Locator("tbody tr")).ToContainTextAsync(["10,000"]);

        await Assertions.Expect(rows).ToHaveCountAsync(100);
        Assert.InRange(await page.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 1, 3000);
        await page.Page.GetByLabel("Select all on this page").CheckAsync();
        await Assertions.Expect(page.Page.GetByText("100 selected")).ToBeVisibleAsync();

        var newest = await LinkOfAsync(rows);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Assertions.Expect(rows.Locator("a.main-link").First).Not.ToHaveAttributeAsync("href", newest);
        await Assertions.Expect(rows).ToHaveCountAsync(100);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Assertions.Expect(rows.Locator("a.main-link").First).ToHaveAttributeAsync("href", newest);

        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Handler" }).FillAsync("nobody");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No dead letter matches" })).ToBeVisibleAsync();
        await page.PictureAsync("dead-letters-none-match");
    }

    [Fact]
    public async Task A_dialog_goes_with_its_page_and_what_is_typed_in_it_may_be_wrong()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.FailAsync(1);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver);
        await page.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        var button = page.Page.GetByRole(AriaRole.Button, new() { Name = "Replay all 1" });
        var dialog = page.Page.GetByRole(AriaRole.Dialog);

        await button.ClickAsync();
        await Assertions.Expect(page.Page.GetByLabel("At most a second")).ToHaveValueAsync("100");
        await page.Page.GetByLabel("At most a second").FillAsync("-1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Replay 1" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        await button.ClickAsync();
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await page.Page.GoBackAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal(1, await receiver.CountDeadLettersAsync());
    }

    private static async Task<int> DoneAsync(ILocator job) => int.Parse(Done().Match(await job.InnerTextAsync()).Groups["done"].Value, CultureInfo.InvariantCulture);

    private static async Task<string> LinkOfAsync(ILocator rows) => await rows.Locator("a.main-link").First.GetAttributeAsync("href") ?? string.Empty;

    [GeneratedRegex("(?<done>[0-9]+) of 100", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Done();
}
