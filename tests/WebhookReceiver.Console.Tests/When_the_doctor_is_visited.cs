using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>The checks as cards with what to do, and below them those with nothing to do.</summary>
public sealed class When_the_doctor_is_visited(Chromium chromium)
{
    [Fact]
    public async Task What_was_not_checked_is_never_among_what_is_fine()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/doctor");
        var fine = page.Page.Locator("dl.passed");

        foreach (var name in new[] { "Reachable for Meta", "Certificate", "Disk sync" })
        {
            var card = page.Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.Page.GetByRole(AriaRole.Heading, new() { Name = name }) });
            await Assertions.Expect(card.Locator(".chip")).ToHaveTextAsync("not checked");
            await Assertions.Expect(card.Locator(".remedy")).ToBeVisibleAsync();
            await Assertions.Expect(fine).Not.ToContainTextAsync(name);
        }

        await Assertions.Expect(page.Page.GetByText(new Regex("^[3-9] not checked$", RegexOptions.None, TimeSpan.FromSeconds(1)))).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_disk_is_measured_and_the_card_says_how_long_it_took()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/doctor");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Measure" }).ClickAsync();

        await Assertions.Expect(page.Page.GetByText("20 writes of 4096 bytes: the median took")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Measure" })).ToHaveCountAsync(0);
    }
}
