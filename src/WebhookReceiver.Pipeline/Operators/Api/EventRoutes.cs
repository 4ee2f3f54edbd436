using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/events</c>.</summary>
internal static class EventRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Events");

        routes.MapGet("/", ListAsync).WithName("listEvents").WithSummary("Stored events, newest first, without what people wrote")
            .Produces<EventPage>().ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/{key}", ShowAsync).WithName("showEvent").WithSummary("One event: its deliveries, the attempts at it, its handlers and its dead letters")
            .Produces<EventDetails>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        routes.MapGet("/{key}/content", ReadAsync).WithName("readEvent").WithSummary("What Meta sent of one event")
            .Produces<EventContent>().ProducesProblem(400).ProducesProblem(404);
    }

    private static Task<IResult> ListAsync([AsParameters] EventQuery query, [AsParameters] CursorQuery page, WhatsAppInbox inbox, CancellationToken cancellationToken) =>
        SearchAnswer.OfAsync(inbox, async () =>
        {
            var pageProblem = page.TryRead(out var limit);
            var problem = query.TryRead(out var search) ?? pageProblem;

            return problem is null
                ? Results.Json(await inbox.FindEventsAsync(search, limit, page.After, cancellationToken), OperatorJson.Default.EventPage)
                : Problem.Of(StatusCodes.Status400BadRequest, problem);
        });

    private static Task<IResult> ShowAsync(
        [Description("The event's key, or at least its first 12 digits.")] string key,
        [FromQuery(Name = "endpoint")][Description("Only of this endpoint.")] string? endpoint,
        WhatsAppInbox inbox,
        CancellationToken cancellationToken) =>
        SearchAnswer.OfAsync(inbox, async () => await inbox.FindEventAsync(key, endpoint, cancellationToken) switch
        {
            [] => Problem.Of(StatusCodes.Status404NotFound, "No event with that key is stored, or not any longer."),
            [var one] => Results.Json(one, OperatorJson.Default.EventDetails),
            [var first, .., var last] when string.Equals(first.Key, last.Key, StringComparison.Ordinal) => Problem.Of(StatusCodes.Status409Conflict, "Several endpoints received that event; name one with endpoint."),
            _ => Problem.Of(StatusCodes.Status409Conflict, "The keys of several events begin with these digits; give more of them."),
        });

    private static Task<IResult> ReadAsync(
        [Description("The event's key, or at least its first 12 digits.")] string key,
        [FromQuery(Name = "endpoint")][Description("Only of this endpoint.")] string? endpoint,
        WhatsAppInbox inbox,
        HttpContext context,
        CancellationToken cancellationToken) =>
        SearchAnswer.OfAsync(inbox, async () => await inbox.By(context).ReadEventAsync(key, endpoint, cancellationToken) is { } content
            ? Results.Json(content, OperatorJson.Default.EventContent)
            : Problem.Of(StatusCodes.Status404NotFound, "No event with that key is stored, or not any longer."));
}
