using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Certificates;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Observation;

namespace WebhookReceiver;

/// <summary>Maps the callback URLs.</summary>
public static class CallbackRouteExtensions
{
    /// <summary>
    /// Maps the path of every configured endpoint, for all methods: GET is the handshake where the sender uses one, POST a notification, anything else 405. The
    /// routes carry <see cref="CallbackRouteMetadata"/>.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>A builder that adds conventions to all of these routes.</returns>
    /// <exception cref="WhatsAppConfigurationException">A setting is missing or unsafe; the message lists every problem with its key.</exception>
    /// <exception cref="InvalidOperationException"><c>AddWhatsAppWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWhatsAppWebhooks(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);

        // Everything is validated here, not only at startup: otherwise a bad path would hide every other problem.
        Validate(routes.ServiceProvider);

        var endpoints = routes.ServiceProvider.GetService<CallbackEndpoints>()
            ?? throw new InvalidOperationException("Call builder.Services.AddWhatsAppWebhooks() before app.MapWhatsAppWebhooks().");
        var handshake = routes.ServiceProvider.GetRequiredService<Handshake>();
        var door = routes.ServiceProvider.GetRequiredService<Door>();
        var addresses = routes.ServiceProvider.GetRequiredService<AddressCheck>();
        var certificates = routes.ServiceProvider.GetRequiredService<ClientCertificateRules>();
        var gate = routes.ServiceProvider.GetRequiredService<ClientCertificateGate>();
        var group = routes.MapGroup(string.Empty);

        // From here on it observes the requests that the server rejects before routing.
        routes.ServiceProvider.GetRequiredService<ServerRefusals>();

        foreach (var endpoint in endpoints.All)
        {
            var certificate = certificates.Of(endpoint.Name);

            group.Map(endpoint.Path, context => AnswerAsync(context, endpoint, addresses, certificate, gate, handshake, door))
                // Ahead of the application's own routes: two that match a path equally well would answer 500.
                .WithOrder(-1)
                .WithDisplayName($"WhatsApp callback '{endpoint.Name}'")
                .WithMetadata(new CallbackRouteMetadata(endpoint.Name, endpoint.Path) { ProofHeader = endpoint.Secrets.Proof.HeaderName, HasHandshake = endpoint.Secrets.HasHandshake });
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

    private static Task AnswerAsync(HttpContext context, CallbackEndpoint endpoint, AddressCheck addresses, ClientCertificateRule? certificate, ClientCertificateGate gate, Handshake handshake, Door door)
    {
        if (endpoint.Addresses is { } allowed && addresses.IsRefused(endpoint, allowed, context))
        {
            return Task.CompletedTask;
        }

        if (certificate is not null && gate.Refuses(context, certificate))
        {
            return Task.CompletedTask;
        }

        var method = context.Request.Method;

        if (HttpMethods.IsPost(method))
        {
            return door.TakeAsync(endpoint, context);
        }

        var hasHandshake = endpoint.Secrets.HasHandshake;

        if (HttpMethods.IsGet(method) && hasHandshake)
        {
            return handshake.AnswerAsync(endpoint, context);
        }

        UnknownPathExtensions.Refuse(context, StrayRequest.OtherMethod, StatusCodes.Status405MethodNotAllowed);
        context.Response.Headers.Allow = hasHandshake ? "GET, POST" : "POST";
        return Task.CompletedTask;
    }
}
