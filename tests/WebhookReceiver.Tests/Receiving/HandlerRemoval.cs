using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Handlers;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>Removes the handlers that the host registers.</summary>
internal static class HandlerRemoval
{
    public static void RemoveHandlers(this IServiceCollection services)
    {
        var registry = services.Single(static service => service.ServiceType == typeof(HandlerRegistry));
        services.Remove(registry);
        services.AddSingleton(new HandlerRegistry());
    }
}
