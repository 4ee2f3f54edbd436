namespace WebhookReceiver;

/// <summary>Code around every call of every handler, for logging, timing or a transaction. Add it with <see cref="WhatsAppWebhooksBuilder.Use{TFilter}"/>.</summary>
public interface IWhatsAppHandlerFilter
{
    /// <summary>Calls <paramref name="next"/>, with its own work before and after. An exception that escapes counts as a failure of the handler.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="next">The next filter, or the handler. When it is not called, the handler is skipped and the event counts as handled by it.</param>
    Task InvokeAsync(WhatsAppHandlerInvocation invocation, WhatsAppHandlerDelegate next);
}

/// <summary>Continues a call with the next filter, or with the handler itself.</summary>
/// <param name="invocation">The call.</param>
public delegate Task WhatsAppHandlerDelegate(WhatsAppHandlerInvocation invocation);
