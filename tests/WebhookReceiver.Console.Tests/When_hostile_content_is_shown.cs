using Microsoft.Playwright;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>What customers write may be markup, marks that turn text around, or megabytes. It is shown as text, and the page stays usable.</summary>
public sealed class When_hostile_content_is_shown(Chromium chromium)
{
    private const string Markup = "<img src=x onerror=alert(1)><script>alert(2)</script><a href=javascript:alert(3)>x</a>";

    private const string Id = "wamid.<img src=x onerror=alert(1)>";

    [Fact]
    public async Task Markup_is_text_and_marks_of_direction_are_visible()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events?live=1");
        await Assertions.Expect(page.Page.GetByText("waiting for the next event")).ToBeVisibleAsync();

        await receiver.SendAsync("15550100300", $"{Id}\\u202Egnp.exe", $"{Markup}\\u202Egnp.exe\\u2066");

        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Id });
        await Assertions.Expect(row).ToContainTextAsync("\\u202egnp.exe");
        await Assertions.Expect(row).ToContainTextAsync("dead letter");
        var content = await ContentAsync(page);
        await Assertions.Expect(content).ToContainTextAsync(Markup);
        await LookAsync(page, "hostile");
    }

    /// <summary>Each page that shows something of what came from outside, or of what a handler said about it.</summary>
    [Fact]
    public async Task It_is_text_on_the_pages_of_the_event_its_delivery_and_its_dead_letter()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        receiver.Failure = $"The shop did not like: {Markup}\u202Egnp.exe";
        using var answer = await receiver.Receiver.PostAsync(
            Notifications.Envelope($$$"""{"from":"<u onclick=alert(4)>1555</u>\u202E","id":"{{{Id}}}\u202Egnp.exe","timestamp":"1781000000","type":"text","text":{"body":"{{{Markup}}}\u202Egnp.exe"},"<u>{{{Markup}}}":1}"""), Patience.Token);
        await receiver.UntilDeadLettersAsync(1);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events");
        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Id });
        await Assertions.Expect(row).ToContainTextAsync("\\u202egnp.exe");
        await LookAsync(page, "hostile-events");

        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await RevealAsync(page, "Show content", "JSON of the event");
        await LookAsync(page, "hostile-event");

        // What it is found by is in the address and in the search box.
        var message = page.Page.GetByRole(AriaRole.Link, new() { Name = Id });
        await message.ClickAsync();
        await Assertions.Expect(page.Page.GetByLabel("Search")).ToHaveValueAsync($"{Id}\u202Egnp.exe");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await LookAsync(page, "hostile-search");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();

        await page.Page.Locator(".timeline").GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Delivery" })).ToBeVisibleAsync();
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await RevealAsync(page, "Show body", "JSON of the delivery");
        await LookAsync(page, "hostile-delivery");

        await ContentAsync(page);
        await Assertions.Expect(page.Page.GetByLabel("Text of the exception")).ToHaveTextAsync($"The shop did not like: {Markup}\\u202egnp.exe");
        await LookAsync(page, "hostile-dead-letter");

        await page.GoAsync("/console/audit");
        await LookAsync(page, "hostile-audit");
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

    /// <summary>The receiver writes four characters as escapes of its own. An escape that a customer typed is text, with its backslash escaped.</summary>
    [Fact]
    public async Task What_looks_like_an_escape_stays_as_it_was_typed()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        await receiver.SendAsync("15550100300", "wamid.1", """typed \\u003cb\\u003E \\\\u0026 \\\u0027 sent <i> & 'x' \\""");
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/dead-letters");

        var content = await ContentAsync(page);

        await Assertions.Expect(content).ToContainTextAsync("""
            "body": "typed \\u003cb\\u003E \\\\u0026 \\' sent <i> & 'x' \\"
            """);
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

    private static async Task RevealAsync(ConsolePage page, string button, string label)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Assertions.Expect(page.Page.GetByLabel(label)).ToContainTextAsync(Markup);
    }

    private static async Task LookAsync(ConsolePage page, string name)
    {
        await page.SettleAsync();
        await AssertNothingWasMadeAsync(page);
        await page.PictureAsync($"{name}-1400-light");
        await page.AssertFitsAsync();
        await page.AssertAccessibleAsync();
    }

    /// <summary>No element or attribute of the markup has become one of the page.</summary>
    private static async Task AssertNothingWasMadeAsync(ConsolePage page) => Assert.Equal(
        string.Empty,
        await page.Page.EvaluateAsync<string>("() => [...document.body.querySelectorAll('*')].filter((one) => one.matches('img, script, iframe, u, a[href^=javascript]') || one.getAttributeNames().some((name) => name.startsWith('on'))).map((one) => one.outerHTML).join()"));
}
