using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>Each page, in both colour schemes and on a desk and a phone: accessible, within the window, and quiet under the strict content policy.</summary>
public sealed class When_every_page_is_looked_at(Chromium chromium)
{
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
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;

        for (var index = 0; index < 12; index++)
        {
            await receiver.SendAsync($"1555010{index:0000}", $"wamid.HBgLMTU1NTAxMDAzMDAVAgASGBQzQTdF{index:0000}");
        }

        await using var login = await ConsolePage.OpenAsync(chromium, receiver.Receiver, "/console", width, isDark);
        await LookAsync(login, "login", width, isDark);
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console", width, isDark);

        foreach (var (name, path) in Pages)
        {
            await page.GoAsync(path);
            await LookAsync(page, name, width, isDark);
        }

        // Those that lists lead to.
        foreach (var (name, path, list) in new[] { ("event", "/console/events", "Events"), ("dead-letter", "/console/dead-letters", "Dead letters") })
        {
            await page.GoAsync(path);
            await page.SettleAsync();
            await page.Page.GetByRole(AriaRole.Table, new() { Name = list, Exact = true }).Locator("a.main-link").First.ClickAsync();
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show content" }).ClickAsync();
            await page.Page.GetByLabel("JSON of the event").WaitForAsync();
            await LookAsync(page, name, width, isDark);
        }
    }

    private static async Task LookAsync(ConsolePage page, string name, int width, bool isDark)
    {
        await page.SettleAsync();
        await page.PictureAsync($"{name}-{width}-{(isDark ? "dark" : "light")}");
        await page.AssertFitsAsync();
        await page.AssertAccessibleAsync();
    }
}
