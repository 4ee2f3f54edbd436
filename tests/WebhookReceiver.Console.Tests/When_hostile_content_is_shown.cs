using Microsoft.Playwright;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>What customers write may be markup, marks that turn text around, or megabytes. It is shown as text, and the page stays usable.</summary>
public sealed class When_hostile_content_is_shown(Chromium chromium)
{
    private const string Markup = "<img src=x onerror=alert(1)><script>alert(2)</script><a href=javascript:alert(3)>x</a>";

    [Fact]
    public async Task Markup_is_text_and_marks_of_direction_are_visible()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events?live=1");
        await Assertions.Expect(page.Page.GetByText("waiting for the next event")).ToBeVisibleAsync();

        await receiver.SendAsync("15550100300", "wamid.<img src=x onerror=alert(1)>\\u202Egnp.exe", $"{Markup}\\u202Egnp.exe\\u2066");

        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "wamid.<img src=x onerror=alert(1)>" });
        await Assertions.Expect(row).ToContainTextAsync("\\u202egnp.exe");
        await Assertions.Expect(row).ToContainTextAsync("dead letter");
        var content = await ContentAsync(page);
        await Assertions.Expect(content).ToContainTextAsync(Markup);
        await AssertNothingWasMadeAsync(page);
        await page.PictureAsync("hostile-1400-light");
        await page.AssertFitsAsync();
        await page.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Long_numbers_keep_their_digits()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        using var answer = await receiver.Receiver.PostAsync(
            Notifications.Envelope("""{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"x"},"id_of_meta":123456789012345678901234567890,"price":1.10}"""), Patience.Token);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/dead-letters");

        var content = await ContentAsync(page);

        await Assertions.Expect(content).ToContainTextAsync("\"id_of_meta\": 123456789012345678901234567890,");
        await Assertions.Expect(content).ToContainTextAsync("\"price\": 1.10");
    }

    [Theory]
    [InlineData("text")]
    [InlineData("members")]
    public async Task Three_megabytes_are_shown_piece_by_piece(string kind)
    {
        var large = kind is "text"
            ? $$$"""{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"{{{new string('x', 3_000_000)}}}"}}"""
            : $$$"""{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"x"},{{{string.Join(',', Enumerable.Range(0, 150_000).Select(static index => FormattableString.Invariant($"\"member{index}\":{index}")))}}}}""";
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        using var answer = await receiver.Receiver.PostAsync(Notifications.Envelope(large), Patience.Token);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/dead-letters");

        var content = await ContentAsync(page);

        await Assertions.Expect(content).ToContainTextAsync(kind is "text" ? "more characters; copy to see all" : "\"member300\": 300");
        Assert.True((await content.InnerTextAsync()).Length < 100_000);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Hide content" }).ClickAsync();
        await Assertions.Expect(content).ToHaveCountAsync(0);
    }

    /// <summary>Opens the only dead letter and shows what it says.</summary>
    private static async Task<ILocator> ContentAsync(ConsolePage page)
    {
        var isThere = page.Page.GetByRole(AriaRole.Table, new() { Name = "Dead letters", Exact = true });

        await Poll.UntilAsync(
            async () =>
            {
                await page.GoAsync("/console/dead-letters");
                await page.SettleAsync();
                return await isThere.CountAsync() is 1;
            },
            "the dead letter was listed",
            Patience.Token);
        await isThere.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show content" }).ClickAsync();
        var content = page.Page.GetByLabel("JSON of the event");
        await content.WaitForAsync();
        return content;
    }

    private static async Task AssertNothingWasMadeAsync(ConsolePage page) =>
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => document.querySelectorAll('main img, main script, main iframe, main [onerror], main a[href^=javascript]').length"));
}
