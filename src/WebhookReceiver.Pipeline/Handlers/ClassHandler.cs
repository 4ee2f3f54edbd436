using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Handlers;

/// <summary>Makes a registration from a handler class. The reflection happens here, once, and not when events come.</summary>
internal static class ClassHandler
{
    private static readonly MethodInfo BindMethod = typeof(ClassHandler).GetMethod(nameof(Bind), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <exception cref="ArgumentException"><paramref name="handlerType"/> implements <see cref="IWhatsAppHandler{TEvent}"/> for no type.</exception>
    public static HandlerRegistration Create(Type handlerType)
    {
        var bindings = handlerType.GetInterfaces()
            .Where(static candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IWhatsAppHandler<>))
            .Select(handler => (HandlerBinding)BindMethod.MakeGenericMethod(handlerType, handler.GenericTypeArguments[0]).Invoke(null, null)!)
            .ToArray();

        if (bindings.Length is 0)
        {
            throw new ArgumentException($"{handlerType} implements IWhatsAppHandler<TEvent> for no type of event.", nameof(handlerType));
        }

        return new HandlerRegistration(handlerType.FullName ?? handlerType.Name, bindings);
    }

    private static HandlerBinding Bind<THandler, TEvent>()
        where THandler : class, IWhatsAppHandler<TEvent>
        where TEvent : WhatsAppEvent =>
        new(typeof(TEvent), static (services, message, context, cancellationToken) =>
            services.GetRequiredService<THandler>().HandleAsync((TEvent)message, context, cancellationToken));
}
