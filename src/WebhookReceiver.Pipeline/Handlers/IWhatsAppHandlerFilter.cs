namespace WebhookReceiver;

/// <summary>Code around every call of every handler: logging, timing, a transaction. Add it with <see cref="WhatsAppWebhooksBuilder.Use{TFilter}"/>.</summary>
public interface IWhatsAppHandlerFilter
{
    /// <summary>Does what is to be done before and after the call, and calls <paramref name="next"/> in between. An exception that leaves it is a failure of the handler.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="next">The next filter, or the handler. Not to call it leaves the handler out, and the event counts as handled by it.</param>
    Task InvokeAsync(WhatsAppHandlerInvocation invocation, WhatsAppHandlerDelegate next);
}

/// <summary>Goes on with a call: with the next filter, or with the handler itself.</summary>
/// <param name="invocation">The call.</param>
public delegate Task WhatsAppHandlerDelegate(WhatsAppHandlerInvocation invocation);
