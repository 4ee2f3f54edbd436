using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>Each page, in both colour schemes and on a desk and a phone: accessible, within the window, and quiet under the strict content policy.</summary>
public sealed class When_every_page_is_looked_at(Chromium chromium)
{
    private const int Letters = 12;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/console"),
        ("events", "/console/events"),
        ("events-live", "/console/events?live=1"),
        ("dead-letters", "/console/dead-letters"),
        ("handlers", "/console/handlers"),
        ("doctor", "/console/doctor"),
        ("settings", "/console/settings"),
        ("audit", "/console/audit"),
        ("missing", "/console/nothing"),
    ];

    /// <summary>All combinations on a build server; elsewhere each width and each scheme once.</summary>
    public static TheoryData<int, bool> Windows { get; } = Environment.GetEnvironmentVariable("WHATSAPP_THOROUGH") is { Length: > 0 }
        ? new() { { 1400, false }, { 1400, true }, { 400, false }, { 400, true } }
        : new() { { 1400, false }, { 400, true } };

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task It_is_accessible_and_fits(int width, bool isDark)
    {
        await using var receiver = await FilledAsync();
        await using var login = await ConsolePage.OpenAsync(chromium, receiver.Receiver, "/console", width, isDark);
        await LookAsync(login, "login", width, isDark);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console", width, isDark);

        foreach (var (name, path) in Pages)
        {
            await page.GoAsync(path);
            await LookAsync(page, name, width, isDark);
        }

        // Those that lists and links lead to.
        await FollowAsync(page, "/console/events", "Events");
        await RevealAsync(page, "Show content", "JSON of the event");
        await LookAsync(page, "event", width, isDark);
        await page.Page.Locator("main a[href*='/deliveries/']").First.ClickAsync();
        await RevealAsync(page, "Show body", "JSON of the delivery");
        await LookAsync(page, "delivery", width, isDark);
        await FollowAsync(page, "/console/dead-letters", "Dead letters");
        await RevealAsync(page, "Show content", "JSON of the event");
        await LookAsync(page, "dead-letter", width, isDark);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task So_is_each_dialog(int width, bool isDark)
    {
        await using var receiver = await FilledAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/handlers", width, isDark);
        await OpenAsync(page, "Pause orders", "pause", width, isDark);

        await page.GoAsync("/console/dead-letters?handler=orders&cause=attempts+exhausted");
        await OpenAsync(page, "Replay all 12", "replay-all", width, isDark);
        await OpenAsync(page, "Discard all 12", "discard-all", width, isDark);
        await page.Page.GetByRole(AriaRole.Checkbox).Nth(1).CheckAsync();
        await OpenAsync(page, "Discard selected", "discard-selected", width, isDark);

        await FollowAsync(page, "/console/dead-letters", "Dead letters");
        await OpenAsync(page, "Discard", "discard", width, isDark);
        Assert.Equal(Letters, await receiver.CountDeadLettersAsync());
    }

    private static async Task<ConsoleReceiver> FilledAsync()
    {
        var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;

        for (var index = 0; index < Letters; index++)
        {
            await receiver.SendAsync($"1555010{index:0000}", $"wamid.HBgLMTU1NTAxMDAzMDAVAgASGBQzQTdF{index:0000}");
        }

        await receiver.UntilDeadLettersAsync(Letters);
        return receiver;
    }

    /// <summary>Opens what the first row of a list leads to.</summary>
    private static async Task FollowAsync(ConsolePage page, string path, string list)
    {
        await page.GoAsync(path);
        await page.SettleAsync();
        await page.Page.GetByRole(AriaRole.Table, new() { Name = list, Exact = true }).Locator("a.main-link").First.ClickAsync();
    }

    private static async Task RevealAsync(ConsolePage page, string button, string label)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await page.Page.GetByLabel(label).WaitForAsync();
    }

    private static async Task OpenAsync(ConsolePage page, string button, string name, int width, bool isDark)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await dialog.WaitForAsync();
        await LookAsync(page, $"dialog-{name}", width, isDark);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    private static async Task LookAsync(ConsolePage page, string name, int width, bool isDark)
    {
        await page.SettleAsync();
        await page.PictureAsync($"{name}-{width}-{(isDark ? "dark" : "light")}");
        await page.AssertFitsAsync();
        await page.AssertAccessibleAsync();
    }
}
