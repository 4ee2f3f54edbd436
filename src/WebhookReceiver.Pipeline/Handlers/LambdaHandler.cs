using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Handlers;

/// <summary>
/// Creates a registration from a lambda: parameters of these types receive the event, the context and the token; every other parameter
/// is resolved as a service. Compiled here, once.
/// </summary>
internal static class LambdaHandler
{
    private static readonly MethodInfo GetService =
        typeof(ServiceProviderServiceExtensions).GetMethod(nameof(ServiceProviderServiceExtensions.GetRequiredService), 1, [typeof(IServiceProvider)])!;

    private static readonly MethodInfo GetKeyedService =
        typeof(ServiceProviderKeyedServiceExtensions)
            .GetMethod(nameof(ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService), 1, [typeof(IServiceProvider), typeof(object)])!;

    /// <exception cref="ArgumentException">The lambda returns something other than <see cref="Task"/>, <see cref="ValueTask"/> or nothing.</exception>
    public static HandlerRegistration Create(string name, Type eventType, Delegate handler)
    {
        var services = Expression.Parameter(typeof(IServiceProvider));
        var message = Expression.Parameter(typeof(WhatsAppEvent));
        var context = Expression.Parameter(typeof(WhatsAppContext));
        var token = Expression.Parameter(typeof(CancellationToken));
        var arguments = handler.GetType().GetMethod("Invoke")!.GetParameters()
            .Zip(handler.Method.GetParameters().TakeLast(handler.GetType().GetMethod("Invoke")!.GetParameters().Length), Argument);
        var call = Expression.Invoke(Expression.Constant(handler), arguments);

        return new HandlerRegistration(
            name,
            [new HandlerBinding(eventType, Expression.Lambda<HandlerCall>(AsTask(call, handler), services, message, context, token).Compile())]);

        Expression Argument(ParameterInfo parameter, ParameterInfo declared)
        {
            var type = parameter.ParameterType;

            if (type.IsAssignableFrom(eventType) && typeof(WhatsAppEvent).IsAssignableFrom(type))
            {
                return Expression.Convert(message, type);
            }

            if (type == typeof(WhatsAppContext))
            {
                return context;
            }

            if (type == typeof(CancellationToken))
            {
                return token;
            }

            if (type == typeof(IServiceProvider))
            {
                return services;
            }

            if (typeof(WhatsAppEvent).IsAssignableFrom(type))
            {
                throw new ArgumentException($"The handler '{name}' is for {eventType.Name} and cannot take a {type.Name}.", nameof(handler));
            }

            return declared.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed
                ? Expression.Call(GetKeyedService.MakeGenericMethod(type), services, Expression.Constant(keyed.Key, typeof(object)))
                : Expression.Call(GetService.MakeGenericMethod(type), services);
        }
    }

    private static Expression AsTask(InvocationExpression call, Delegate handler)
    {
        if (call.Type == typeof(void))
        {
            // Nobody can await it, and an exception in it ends the process.
            if (handler.Method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false))
            {
                throw new ArgumentException("An async handler returns Task or ValueTask, not void.", nameof(handler));
            }

            return Expression.Block(call, Expression.Constant(Task.CompletedTask));
        }

        if (call.Type == typeof(ValueTask))
        {
            return Expression.Call(call, nameof(ValueTask.AsTask), null);
        }

        return typeof(Task).IsAssignableFrom(call.Type)
            ? Expression.Convert(call, typeof(Task))
            : throw new ArgumentException($"A handler returns Task, ValueTask or nothing, not {call.Type}.", nameof(handler));
    }
}
