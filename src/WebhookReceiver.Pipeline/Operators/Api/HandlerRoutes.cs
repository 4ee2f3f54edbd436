using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/handlers</c>.</summary>
internal static class HandlerRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Handlers");

        routes.MapGet("/", ListAsync).WithName("listHandlers").WithSummary("The handlers, whether they are paused, and what their calls have come to since the start")
            .Produces<HandlerList>();
        routes.MapPost("/{name}/pause", PauseAsync).WithName("pauseHandler").WithSummary("Keep the events of a handler waiting, also after a restart; notifications are still accepted")
            .Produces<HandlerReport>().ProducesProblem(404).ProducesProblem(503);
        routes.MapPost("/{name}/resume", ResumeAsync).WithName("resumeHandler").WithSummary("Call a handler again for the events that have waited for it")
            .Produces<HandlerReport>().ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<IResult> ListAsync(WhatsAppInbox inbox, CancellationToken cancellationToken) =>
        Results.Json(await inbox.ListHandlersAsync(cancellationToken), OperatorJson.Default.HandlerList);

    private static Task<IResult> PauseAsync(string name, WhatsAppInbox inbox, HttpContext context) => AnswerAsync(() => inbox.By(context).PauseHandlerAsync(name));

    private static Task<IResult> ResumeAsync(string name, WhatsAppInbox inbox, HttpContext context) => AnswerAsync(() => inbox.By(context).ResumeHandlerAsync(name));

    private static async Task<IResult> AnswerAsync(Func<ValueTask<HandlerReport?>> change)
    {
        try
        {
            return await change() is { } handler
                ? Results.Json(handler, OperatorJson.Default.HandlerReport)
                : Problem.Of(StatusCodes.Status404NotFound, "There is no handler with that name.");
        }
        catch (Exception exception) when (exception is IOException and not AuditUnavailableException or UnauthorizedAccessException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, $"It cannot be stored, so nothing has changed: {exception.Message}");
        }
    }
}
