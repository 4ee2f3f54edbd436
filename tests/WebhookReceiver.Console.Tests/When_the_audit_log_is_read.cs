using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>Who has done what: all of it, or one kind of action.</summary>
public sealed class When_the_audit_log_is_read(Chromium chromium)
{
    [Fact]
    public async Task One_kind_of_action_is_chosen_and_the_address_says_so()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/handlers");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Pause orders" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Resume orders" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Pause orders" })).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        var actions = page.Page.GetByRole(AriaRole.Table, new() { Name = "Audit log" }).Locator("tbody code");
        await Assertions.Expect(actions).ToHaveTextAsync(["handler.resumed", "handler.paused", "session.started"]);

        var choice = page.Page.GetByLabel("Action");
        await choice.FocusAsync();
        await choice.SelectOptionAsync("handler.paused");
        await Assertions.Expect(actions).ToHaveTextAsync(["handler.paused"]);
        await Assertions.Expect(choice).ToBeFocusedAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("/console/audit\\?action=handler\\.paused$", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await page.Page.ReloadAsync();
        await Assertions.Expect(choice).ToHaveValueAsync("handler.paused");
        await Assertions.Expect(actions).ToHaveTextAsync(["handler.paused"]);

        await choice.SelectOptionAsync("user.erased");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No such action is recorded" })).ToBeVisibleAsync();
        await page.Page.GoBackAsync();
        await Assertions.Expect(actions).ToHaveTextAsync(["handler.paused"]);
        await page.Page.GoBackAsync();
        await Assertions.Expect(choice).ToHaveValueAsync("");
        await Assertions.Expect(actions).ToHaveCountAsync(3);
    }
}
