using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operators;

namespace WebhookReceiver;

/// <summary>Puts what operators can ask for on the map.</summary>
public static class OperationsRouteExtensions
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api";

    /// <summary>
    /// Maps <c>/api</c>: dead letters, and the inbox as it lies on disk. Every request needs the key, <c>Operations:ApiKey</c> or the one in
    /// <c>&lt;Inbox:Directory&gt;/operations.key</c>, as <c>Authorization: Bearer</c> or <c>X-Api-Key</c>. Which listener it answers on is the application's choice:
    /// keep it off the public one.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>A builder that adds conventions to all of these routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddWhatsAppWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWhatsAppOperations(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);

        if (routes.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(WhatsAppInbox)) is not true)
        {
            throw new InvalidOperationException("Call builder.Services.AddWhatsAppWebhooks() before app.MapWhatsAppOperations().");
        }

        var group = routes.MapGroup(Path);
        DeadLetterRoutes.Map(group.MapGroup("/dead-letters"));
        InboxRoutes.Map(group.MapGroup("/inbox"));

        // Around everything, the reading of parameters and bodies included: a stranger's request is not looked at.
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => OperationsGuard.AnswerAsync(context, next);
        });

        return group;
    }
}
