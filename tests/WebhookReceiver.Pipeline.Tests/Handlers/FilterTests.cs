using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Handlers;

public sealed class FilterTests
{
    private readonly ConcurrentQueue<string> calls = new();

    [Fact]
    public async Task Filters_stand_around_every_call_and_the_first_is_the_outermost()
    {
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks
                .On<TextMessage>((TextMessage _) => calls.Enqueue("handler"), "desk")
                .Use(Around("outer"))
                .Use<ClassFilter>()
                .Use(Around("inner")),
            services: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, calls));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        Assert.Equal(["outer desk", "class desk", "inner desk", "handler", "inner end", "class end", "outer end"], calls);
    }

    [Fact]
    public async Task A_filter_can_leave_the_handler_out_and_deal_with_its_exception()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .Use(async (invocation, next) =>
            {
                try
                {
                    await next(invocation);
                }
                catch (InvalidOperationException)
                {
                    calls.Enqueue("dealt with");
                }
            })
            .Use((invocation, next) => invocation.Handler is "left out" ? Task.CompletedTask : next(invocation))
            .On<TextMessage>((TextMessage _) => calls.Enqueue("never"), "left out")
            .On<TextMessage>(static void (TextMessage _) => throw new InvalidOperationException()));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        Assert.Equal(["dealt with"], calls);
        Assert.Equal("settled", run.Outcomes.Said.Last());
    }

    [Fact]
    public async Task A_filter_that_throws_is_a_failure_of_the_handler()
    {
        await using var run = await DispatchRun.StartAsync(static webhooks => webhooks
            .Use(static (_, _) => throw new PermanentFailureException())
            .On<TextMessage>(static (TextMessage _) => { }, "desk"));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        Assert.Equal("desk", Assert.Single(run.Outcomes.All).Handler);
    }

    [Fact]
    public async Task A_handler_gets_the_events_that_its_predicate_lets_through_and_the_rest_is_unhandled()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .On<TextMessage>((TextMessage message) => calls.Enqueue($"desk {message.MessageId}"), where: static message => message.MessageId is "wanted")
            .AddHandler<ClassHandler>(where: static _ => false)
            .OnUnhandled((WhatsAppEvent message) => calls.Enqueue($"nobody {((TextMessage)message).MessageId}")));
        run.Source.Add(Wire.Text("1", "wanted"));
        run.Source.Add(Wire.Text("1", "other"));

        await run.UntilIdleAsync();

        Assert.Equal(["desk wanted", "nobody other"], calls);
    }

    [Fact]
    public async Task A_predicate_that_throws_is_a_failure_of_its_handler()
    {
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks
                .On<TextMessage>(static (TextMessage _) => { }, "desk", static _ => throw new InvalidOperationException())
                .OnUnhandled((WhatsAppEvent _) => calls.Enqueue("nobody")),
            settings: ("Dispatch:MaxAttempts", "2"));
        run.Source.Add(Wire.Text("1", "m"));

        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        Assert.Equal(("desk", 2), (Assert.Single(run.Outcomes.All).Handler, run.Outcomes.All[0].Attempts));
        Assert.Empty(calls);
    }

    [Fact]
    public async Task A_fallback_that_fails_is_called_again_too()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.OnUnhandled((WhatsAppEvent _, WhatsAppContext context) =>
        {
            calls.Enqueue($"{context.Attempt}");

            if (context.Attempt is 1)
            {
                throw new InvalidOperationException();
            }
        }));
        run.Source.Add(Wire.Text("1", "m"));

        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        Assert.Equal(["1", "2"], calls);
    }

    [Fact]
    public async Task A_filter_can_be_tried_with_a_call_made_by_hand()
    {
        var message = new TextMessage { MessageId = "wamid.1" };
        var context = new WhatsAppContext
        {
            Key = message.Key,
            Endpoint = "default",
            DeliveryId = Guid.NewGuid(),
            Attempt = 1,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            RawJson = message.RawJson,
        };
        using var services = new ServiceCollection().BuildServiceProvider();

        await new ClassFilter(calls).InvokeAsync(
            new WhatsAppHandlerInvocation("desk", message, context, services, CancellationToken.None),
            invocation =>
            {
                calls.Enqueue($"call {((TextMessage)invocation.Message).MessageId}");
                return Task.CompletedTask;
            });

        Assert.Equal(["class desk", "call wamid.1", "class end"], calls);
    }

    private Func<WhatsAppHandlerInvocation, WhatsAppHandlerDelegate, Task> Around(string name) => async (invocation, next) =>
    {
        calls.Enqueue($"{name} {invocation.Handler}");
        await next(invocation);
        calls.Enqueue($"{name} end");
    };

    private sealed class ClassFilter(ConcurrentQueue<string> calls) : IWhatsAppHandlerFilter
    {
        public async Task InvokeAsync(WhatsAppHandlerInvocation invocation, WhatsAppHandlerDelegate next)
        {
            calls.Enqueue($"class {invocation.Handler}");
            await next(invocation);
            calls.Enqueue("class end");
        }
    }

    private sealed class ClassHandler : IWhatsAppHandler<TextMessage>
    {
        public Task HandleAsync(TextMessage message, WhatsAppContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Its predicate says no.");
    }
}
