using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Handlers;

/// <summary>Creates a registration from a handler class. The reflection happens here, once, not per event.</summary>
internal static class ClassHandler
{
    private static readonly MethodInfo BindMethod = typeof(ClassHandler).GetMethod(nameof(Bind), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <exception cref="ArgumentException"><paramref name="handlerType"/> does not implement <see cref="IWhatsAppHandler{TEvent}"/> for any type.</exception>
    public static HandlerRegistration Create(Type handlerType)
    {
        var bindings = handlerType.GetInterfaces()
            .Where(static candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IWhatsAppHandler<>))
            .Select(handler => (HandlerBinding)BindMethod.MakeGenericMethod(handlerType, handler.GenericTypeArguments[0]).Invoke(null, null)!)
            .ToArray();

        if (bindings.Length is 0)
        {
            throw new ArgumentException($"{handlerType} does not implement IWhatsAppHandler<TEvent> for any event type.", nameof(handlerType));
        }

        return new HandlerRegistration(handlerType.FullName ?? handlerType.Name, bindings);
    }

    private static HandlerBinding Bind<THandler, TEvent>()
        where THandler : class, IWhatsAppHandler<TEvent>
        where TEvent : WhatsAppEvent =>
        new(typeof(TEvent), static (services, message, context, cancellationToken) =>
            services.GetRequiredService<THandler>().HandleAsync((TEvent)message, context, cancellationToken));
}
