using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>Nothing is shown without a key, and the browser keeps none.</summary>
public sealed class When_an_operator_logs_in(Chromium chromium)
{
    [Fact]
    public async Task A_wrong_key_is_refused_and_the_right_one_leads_to_where_the_operator_wanted_to_go()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.OpenAsync(chromium, receiver.Receiver, "/console/doctor");

        await page.TypeKeyAsync("not-the-key");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This is not a key of this receiver.");

        await page.TypeKeyAsync(ConsolePage.Key);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Doctor" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("/console/doctor$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal("0 0 ", await page.Page.EvaluateAsync<string>("() => `${localStorage.length} ${sessionStorage.length} ${document.cookie}`"));
    }

    [Fact]
    public async Task After_a_log_out_the_back_button_shows_nothing()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/settings");
        await Assertions.Expect(page.Page.GetByText("WhatsApp:AppSecret", new() { Exact = true })).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByLabel("Operations key")).ToBeVisibleAsync();
        await page.Page.GoBackAsync();

        await Assertions.Expect(page.Page.GetByLabel("Operations key")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.GetByText("WhatsApp:AppSecret", new() { Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_reading_key_shows_no_button_that_changes_anything()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        receiver.IsFailing = true;
        await receiver.SendAsync("15550100300", "wamid.1");
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/dead-letters", key: ConsolePage.ReadKey);

        await Assertions.Expect(page.Page.GetByText("read only")).ToBeVisibleAsync();

        foreach (var path in new[] { "/console/dead-letters", "/console/handlers", "/console/doctor" })
        {
            await page.GoAsync(path);
            await page.SettleAsync();
            await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("replay|discard|pause|resume|measure|cancel", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) })).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task While_nothing_can_be_recorded_it_still_opens_and_reveals_nothing()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await receiver.SendAsync("15550100300", ConsoleReceiver.Good);
        Directory.CreateDirectory(Path.Combine(receiver.Directory, "audit.jsonl"));
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver, "/console/events");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "message.text" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show content" }).ClickAsync();

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Region, new() { Name = "Content" })).ToContainTextAsync("The audit log cannot be written");
        await Assertions.Expect(page.Page.GetByText("hello")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task When_the_session_ends_the_login_appears()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.LogInAsync(chromium, receiver.Receiver);

        // As when the process was restarted: the cookie means nothing to it.
        await page.Page.Context.ClearCookiesAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Doctor" }).ClickAsync();

        await Assertions.Expect(page.Page.GetByLabel("Operations key")).ToBeVisibleAsync();
    }
}
