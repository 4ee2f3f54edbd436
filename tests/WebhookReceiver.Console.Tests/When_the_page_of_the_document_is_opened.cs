using Microsoft.Playwright;
using WebhookReceiver.Operations.Documentation;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>Swagger UI shows the whole document under the content policy of the listener, and calls the routes.</summary>
public sealed class When_the_page_of_the_document_is_opened(Chromium chromium)
{
    [Fact]
    public async Task Every_group_is_shown_and_a_route_can_be_tried_out_with_the_key()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.OpenAsync(chromium, receiver.Receiver, "/swagger/index.html");

        foreach (var group in DocumentGroups.All)
        {
            await Assertions.Expect(page.Page.Locator($"[data-tag='{group.Name}']").First).ToBeVisibleAsync();
        }

        await Assertions.Expect(page.Page.Locator(".errors-wrapper")).ToHaveCountAsync(0);
        await page.PictureAsync("swagger-groups");

        await page.Page.Locator("button.authorize").First.ClickAsync();
        await page.Page.GetByLabel("auth-bearer-value").FillAsync(ConsolePage.Key);
        await page.Page.Locator(".auth-btn-wrapper .authorize").First.ClickAsync();
        await page.Page.Locator(".btn-done").First.ClickAsync();

        var operation = page.Page.Locator("#operations-Dead_letters-listDeadLetters");
        await operation.Locator(".opblock-summary").ClickAsync();
        await operation.Locator(".try-out__btn").ClickAsync();
        await operation.Locator(".execute").ClickAsync();

        await Assertions.Expect(operation.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync("200");
        await Assertions.Expect(operation.Locator(".live-responses-table")).ToContainTextAsync("\"dead_letters\"");
        await page.PictureAsync("swagger-tried");
    }

    [Fact]
    public async Task The_form_of_a_notification_has_a_body_with_its_signature_and_the_server_of_the_callbacks()
    {
        await using var receiver = await ConsoleReceiver.StartAsync();
        await using var page = await ConsolePage.OpenAsync(chromium, receiver.Receiver, "/swagger/index.html");
        var operation = page.Page.Locator("#operations-Callback-notification-default");

        await operation.Locator(".opblock-summary").ClickAsync();

        await operation.Locator(".try-out__btn").ClickAsync();

        await Assertions.Expect(operation.Locator(".operation-servers")).ToContainTextAsync(receiver.Receiver.PublicUrl.Authority);
        await Assertions.Expect(operation.GetByPlaceholder("X-Hub-Signature-256")).ToHaveValueAsync(CallbackNotification.Example().Signature);
        await Assertions.Expect(operation.Locator("textarea.body-param__text")).ToHaveValueAsync(CallbackNotification.Example().Body);
        await page.PictureAsync("swagger-notification");
    }
}
