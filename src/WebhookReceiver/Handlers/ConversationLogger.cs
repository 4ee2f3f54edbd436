using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Handlers;

/// <summary>
/// The sample handler: logs what kind of event arrived, but neither its content nor whom it concerns. Replace it with your own.
/// </summary>
/// <remarks>One line per event, therefore at Debug: enabled in Development, disabled in Production.</remarks>
internal sealed partial class ConversationLogger(ILogger<ConversationLogger> logger)
    : IWhatsAppHandler<InboundMessage>, IWhatsAppHandler<MessageStatus>, IWhatsAppHandler<WhatsAppEvent>
{
    public Task HandleAsync(InboundMessage message, WhatsAppContext context, CancellationToken cancellationToken)
    {
        MessageReceived(logger, message.Type, context.Endpoint, context.Attempt);
        return Task.CompletedTask;
    }

    public Task HandleAsync(MessageStatus message, WhatsAppContext context, CancellationToken cancellationToken)
    {
        StatusReceived(logger, message.Type, context.Endpoint, message.Errors.Count);
        return Task.CompletedTask;
    }

    public Task HandleAsync(WhatsAppEvent message, WhatsAppContext context, CancellationToken cancellationToken)
    {
        EventReceived(logger, message.Type, context.Endpoint);
        return Task.CompletedTask;
    }

    [LoggerMessage(1651, LogLevel.Debug, "Received {EventType} on endpoint {Endpoint}, attempt {Attempt}")]
    private static partial void MessageReceived(ILogger logger, string eventType, string endpoint, int attempt);

    [LoggerMessage(1652, LogLevel.Debug, "Received {EventType} on endpoint {Endpoint}, with {Errors} error(s)")]
    private static partial void StatusReceived(ILogger logger, string eventType, string endpoint, int errors);

    [LoggerMessage(1653, LogLevel.Debug, "Received {EventType} on endpoint {Endpoint}")]
    private static partial void EventReceived(ILogger logger, string eventType, string endpoint);
}
