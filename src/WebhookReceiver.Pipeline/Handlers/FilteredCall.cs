namespace WebhookReceiver.Handlers;

/// <summary>Wraps handler calls in the filters.</summary>
internal delegate Task HandlerFilter(WhatsAppHandlerInvocation invocation, WhatsAppHandlerDelegate next);

/// <summary>Wraps a call in the filters. Done once for each handler and type.</summary>
internal static class FilteredCall
{
    public static HandlerCall Of(HandlerRegistration handler, HandlerCall call, IReadOnlyList<HandlerFilter> filters) =>
        filters.Count is 0 ? call : Filtered(handler.Name, call, filters);

    private static HandlerCall Filtered(string name, HandlerCall call, IReadOnlyList<HandlerFilter> filters)
    {
        WhatsAppHandlerDelegate innermost = invocation =>
            call(invocation.Services, invocation.Message, invocation.Context, invocation.CancellationToken)
            ?? throw new InvalidOperationException($"The handler {name} returned null instead of a task.");
        var outermost = filters.Reverse().Aggregate(innermost, static (next, filter) => invocation => filter(invocation, next));

        return (services, message, context, cancellationToken) =>
            outermost(new WhatsAppHandlerInvocation(name, message, context, services, cancellationToken));
    }
}
