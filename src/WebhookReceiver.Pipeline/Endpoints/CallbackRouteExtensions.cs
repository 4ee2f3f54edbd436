using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Observation;

namespace WebhookReceiver;

/// <summary>Puts the callback URLs on the map.</summary>
public static class CallbackRouteExtensions
{
    /// <summary>
    /// Maps the path of every configured endpoint, for all methods: GET is the handshake, POST a notification, anything else 405. The
    /// routes carry <see cref="CallbackRouteMetadata"/>.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>A builder that adds conventions to all of these routes.</returns>
    /// <exception cref="WhatsAppConfigurationException">A setting is missing or unsafe; every problem is in the message, each with its key.</exception>
    /// <exception cref="InvalidOperationException"><c>AddWhatsAppWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWhatsAppWebhooks(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);

        // Everything is validated here and not only at start: what is wrong with the paths would otherwise hide what is wrong elsewhere.
        Validate(routes.ServiceProvider);

        var endpoints = routes.ServiceProvider.GetService<CallbackEndpoints>()
            ?? throw new InvalidOperationException("Call builder.Services.AddWhatsAppWebhooks() before app.MapWhatsAppWebhooks().");
        var handshake = routes.ServiceProvider.GetRequiredService<Handshake>();
        var door = routes.ServiceProvider.GetRequiredService<Door>();
        var group = routes.MapGroup(string.Empty);

        // Listens from here on, to what the server turns away before any route.
        routes.ServiceProvider.GetRequiredService<ServerRefusals>();

        foreach (var endpoint in endpoints.All)
        {
            group.Map(endpoint.Path, context => AnswerAsync(context, endpoint, handshake, door))
                // Ahead of the application's own routes: two that fit a path equally well would be a 500 for whoever asks.
                .WithOrder(-1)
                .WithDisplayName($"WhatsApp callback '{endpoint.Name}'")
                .WithMetadata(new CallbackRouteMetadata(endpoint.Name, endpoint.Path));
        }

        return group;
    }

    private static void Validate(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw new WhatsAppConfigurationException([.. exception.Failures], exception);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(static inner => inner is OptionsValidationException))
        {
            throw new WhatsAppConfigurationException([.. exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static inner => inner.Failures)], exception);
        }
    }

    private static Task AnswerAsync(HttpContext context, CallbackEndpoint endpoint, Handshake handshake, Door door)
    {
        var method = context.Request.Method;

        if (HttpMethods.IsPost(method))
        {
            return door.TakeAsync(endpoint, context);
        }

        if (HttpMethods.IsGet(method))
        {
            return handshake.AnswerAsync(endpoint, context);
        }

        UnknownPathExtensions.Refuse(context, StrayRequest.OtherMethod, StatusCodes.Status405MethodNotAllowed);
        context.Response.Headers.Allow = "GET, POST";
        return Task.CompletedTask;
    }
}
