using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>What every store guarantees, wherever it stores its deliveries.</summary>
public abstract partial class StoreContract
{
    private const string Handler = "desk";

    private static readonly HandlerPlan Plan = new([new PlannedHandler(Handler, IsConditional: false), new PlannedHandler("other", IsConditional: true)], []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<StoreUnderTest> OpenAsync();

    private static async Task<long> CountAsync(StoreUnderTest store) => (await store.DeadLetters.CountAsync(Token)).All;

    private static DeadLetter DeadLetterOf(StoreUnderTest store, int number) => new()
    {
        Id = DeadLetterIds.Next(store.Clock.GetUtcNow()),
        Key = EventKey.FromBytes(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToByteArray()),
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = Guid.Empty,
        ReceivedAt = store.Clock.GetUtcNow(),
        Handler = Handler,
        Cause = DeadLetterCause.AttemptsExhausted,
        LastAttemptAt = store.Clock.GetUtcNow(),
    };
}
