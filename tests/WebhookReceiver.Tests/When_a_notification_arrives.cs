using System.Net;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests;

public sealed class When_a_notification_arrives
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task It_is_answered_with_an_empty_200_and_reaches_its_handler()
    {
        var handled = new TaskCompletionSource<TextMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = Receiver.Start(
            services: services => services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message) => handled.SetResult(message)));

        using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.1", "Hello"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
        var message = await handled.Task.WaitAsync(Token);
        Assert.Equal("Hello", message.Body);
    }
}
