using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operators;

namespace WebhookReceiver;

/// <summary>Maps the routes for operators.</summary>
public static class OperationsRouteExtensions
{
    /// <summary>The path prefix.</summary>
    public const string Path = "/api";

    /// <summary>
    /// Maps <c>/api</c>: events and deliveries, dead letters, the inbox as stored, and what the console shows. Every request needs a key, either <c>Operations:ApiKey</c> or the one in
    /// <c>&lt;Inbox:Directory&gt;/operations.key</c>, as <c>Authorization: Bearer</c> or <c>X-Api-Key</c>, or the cookie for which <c>/api/session</c> exchanges it; <c>Operations:ReadKey</c> may
    /// only read. The application decides which listener serves it: keep it off the public one.
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
        EventRoutes.Map(group.MapGroup("/events"));
        DeliveryRoutes.Map(group.MapGroup("/deliveries"));
        HandlerRoutes.Map(group.MapGroup("/handlers"));
        AuditRoutes.Map(group.MapGroup("/audit"));
        JobRoutes.Map(group.MapGroup("/jobs"));
        InboxRoutes.Map(group.MapGroup("/inbox"));
        SessionRoutes.Map(group.MapGroup("/session"));
        OverviewRoutes.Map(group.MapGroup(string.Empty));
        SettingsRoutes.Map(group.MapGroup("/settings"));
        DoctorRoutes.Map(group.MapGroup("/doctor"));

        // Around everything, including the parsing of parameters and bodies: nothing in an unauthenticated request is parsed.
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            var next = AuditUnavailableException.Answered(endpoint.RequestDelegate!);
            endpoint.RequestDelegate = context => OperationsGuard.AnswerAsync(context, next);
            GuardAnswers.Describe(endpoint);
        });

        return group;
    }
}
