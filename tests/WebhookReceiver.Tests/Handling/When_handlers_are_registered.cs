using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Handling;

public sealed class When_handlers_are_registered
{
    private const string Image = """{"from":"15550100300","id":"wamid.image","timestamp":"1781000000","type":"image","image":{"id":"1"}}""";
    private const string Text = """{"from":"15550100300","id":"wamid.text","timestamp":"1781000000","type":"text","text":{"body":"x"}}""";
    private const string Invented = """{"from":"15550100300","id":"wamid.new","timestamp":"1781000000","type":"hologram"}""";

    private readonly ConcurrentQueue<string> calls = new();

    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task A_class_gets_every_type_that_it_implements_and_for_each_event_only_the_closest()
    {
        var done = new Countdown(3);
        await using var receiver = Receiver.Start(services: services =>
        {
            services.AddSingleton(calls).AddSingleton(done);
            services.AddWhatsAppWebhooks().AddHandler<Desk>().AddHandler<Desk>();
        });

        using var answer = await receiver.PostAsync(Notifications.Envelope($"{Text},{Image},{Invented}"), Token);
        await done.Reached.WaitAsync(Token);

        Assert.Equal(["inbound message.text", "image message.image", "inbound message.hologram"], calls);
    }

    [Fact]
    public async Task A_lambda_gets_event_context_token_and_services_in_any_order()
    {
        var result = new TaskCompletionSource<(WhatsAppContext Context, bool CanBeCancelled, string Service)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = Receiver.Start(services: services =>
        {
            services.AddScoped<Clerk>();
            services.AddKeyedSingleton("till", "the till");
            services.AddWhatsAppWebhooks().On<TextMessage>(
                async (Clerk clerk, CancellationToken token, TextMessage message, [FromKeyedServices("till")] string till, WhatsAppContext context) =>
                {
                    await Task.Yield();
                    result.SetResult((context, token.CanBeCanceled, $"{clerk.Name} at {till}: {message.Body}"));
                });
        });

        using var answer = await receiver.PostAsync(Notifications.Envelope(Text), Token);
        var (context, canBeCancelled, service) = await result.Task.WaitAsync(Token);

        Assert.Equal("clerk at the till: x", service);
        Assert.True(canBeCancelled);
        Assert.Equal("default", context.Endpoint);
        Assert.Equal("102000000000001", context.Account);
        Assert.Equal(Notifications.PhoneNumberId, context.PhoneNumberId);
        Assert.Equal("15550100300", context.User?.PhoneNumber);
        Assert.Equal(1, context.Attempt);
        Assert.NotEqual(Guid.Empty, context.DeliveryId);
        Assert.Equal(Text, System.Text.Encoding.UTF8.GetString(context.RawJson.Span));
    }

    [Fact]
    public async Task Each_event_has_a_scope_of_its_own_which_its_handlers_share()
    {
        var scopes = new ConcurrentQueue<Clerk>();
        var done = new Countdown(4);
        await using var receiver = Receiver.Start(services: services =>
        {
            services.AddScoped<Clerk>();
            services.AddWhatsAppWebhooks().On<InboundMessage>(Note).On<InboundMessage>(Note, "second");
        });

        using var answer = await receiver.PostAsync(Notifications.Envelope($"{Text},{Image}"), Token);
        await done.Reached.WaitAsync(Token);

        var clerks = scopes.ToArray();
        Assert.Same(clerks[0], clerks[1]);
        Assert.Same(clerks[2], clerks[3]);
        Assert.NotSame(clerks[0], clerks[2]);

        void Note(InboundMessage message, Clerk clerk)
        {
            scopes.Enqueue(clerk);
            done.Signal();
        }
    }

    [Fact]
    public async Task Only_unhandled_events_go_to_the_fallback()
    {
        var done = new Countdown(2);
        await using var receiver = Receiver.Start(services: services =>
        {
            // The host's sample handler accepts everything; this test needs to see what is unhandled without it.
            services.RemoveHandlers();
            services.AddWhatsAppWebhooks()
                .On<TextMessage>((TextMessage message) => Note("handler", message))
                .OnUnhandled((WhatsAppEvent message) => Note("fallback", message));
        });

        using var answer = await receiver.PostAsync(Notifications.Envelope($"{Text},{Image}"), Token);
        await done.Reached.WaitAsync(Token);

        Assert.Equal(["handler message.text", "fallback message.image"], calls);

        void Note(string who, WhatsAppEvent message)
        {
            calls.Enqueue($"{who} {message.Type}");
            done.Signal();
        }
    }

    [Fact]
    public void A_lambda_that_cannot_be_called_is_refused_when_it_is_added()
    {
        var webhooks = new ServiceCollection().AddWhatsAppWebhooks();

        Assert.Throws<ArgumentException>(() => webhooks.On<TextMessage>((ImageMessage _) => { }));
        Assert.Throws<ArgumentException>(() => webhooks.On<TextMessage>((TextMessage _) => 5));
        Assert.Throws<ArgumentException>(() => webhooks.AddHandler<Clerk>());
        webhooks.On<TextMessage>((TextMessage _) => { }, "named");
        Assert.Throws<ArgumentException>(() => webhooks.On<TextMessage>((TextMessage _) => { }, "named"));
    }

    private sealed class Clerk
    {
        public string Name { get; } = "clerk";
    }

    private sealed class Desk(ConcurrentQueue<string> calls, Countdown done) : IWhatsAppHandler<ImageMessage>, IWhatsAppHandler<InboundMessage>
    {
        public Task HandleAsync(ImageMessage message, WhatsAppContext context, CancellationToken cancellationToken) => Note("image", message);

        public Task HandleAsync(InboundMessage message, WhatsAppContext context, CancellationToken cancellationToken) => Note("inbound", message);

        private Task Note(string method, WhatsAppEvent message)
        {
            calls.Enqueue($"{method} {message.Type}");
            done.Signal();
            return Task.CompletedTask;
        }
    }
}
