using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Handlers;

/// <summary>Attempts and dead letters are kept under the name of a handler, so it must not pass to another with the next change of the program.</summary>
public sealed class HandlerNamesTests
{
    private readonly WhatsAppWebhooksBuilder webhooks = new ServiceCollection().AddWhatsAppWebhooks();

    [Fact]
    public void One_lambda_of_each_type_may_do_without_a_name() => webhooks
        .On<TextMessage>(static (TextMessage _) => { })
        .On<ImageMessage>(static (ImageMessage _) => { })
        .On<TextMessage>(static (TextMessage _) => { }, "orders")
        .OnUnhandled(static (WhatsAppEvent _) => { })
        .OnUnhandled(static (WhatsAppEvent _) => { }, "count");

    [Fact]
    public void A_second_one_is_told_how_to_get_one()
    {
        webhooks.On<TextMessage>(static (TextMessage _) => { }).OnUnhandled(static (WhatsAppEvent _) => { });

        var second = Assert.Throws<ArgumentException>(() => webhooks.On<TextMessage>(static (TextMessage _) => { }));
        var fallback = Assert.Throws<ArgumentException>(() => webhooks.OnUnhandled(static (WhatsAppEvent _) => { }));

        Assert.Contains("""On<TextMessage>(…, name: "orders")""", second.Message, StringComparison.Ordinal);
        Assert.Contains("""OnUnhandled(…, name: "orders")""", fallback.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_given_once_to_handlers_and_fallbacks_together()
    {
        webhooks.On<TextMessage>(static (TextMessage _) => { }, "orders");

        Assert.Throws<ArgumentException>(() => webhooks.On<ImageMessage>(static (ImageMessage _) => { }, "orders"));
        Assert.Throws<ArgumentException>(() => webhooks.OnUnhandled(static (WhatsAppEvent _) => { }, "orders"));
    }
}
