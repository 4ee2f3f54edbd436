using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/deliveries</c>.</summary>
internal static class DeliveryRoutes
{
    private const string NotStored = "No delivery with that id is stored, or not any longer.";

    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Deliveries");

        routes.MapGet("/", ListAsync).WithName("listDeliveries").WithSummary("Stored deliveries with an event that matches, newest first")
            .Produces<DeliveryPage>().ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/{id:guid}", ShowAsync).WithName("showDelivery").WithSummary("One delivery with its events, without what people wrote")
            .Produces<DeliveryDetails>().ProducesProblem(404);
        routes.MapGet("/{id:guid}/body", ReadAsync).WithName("readDelivery").WithSummary("The body of one delivery, byte for byte as received")
            .Produces<Stream>(contentType: "application/octet-stream").ProducesProblem(404);
    }

    private static Task<IResult> ListAsync([AsParameters] EventQuery query, [AsParameters] CursorQuery page, WhatsAppInbox inbox, CancellationToken cancellationToken) =>
        SearchAnswer.OfAsync(inbox, async () =>
        {
            var pageProblem = page.TryRead(out var limit);
            var problem = query.TryRead(out var search) ?? pageProblem;

            return problem is null
                ? Results.Json(await inbox.FindDeliveriesAsync(search, limit, page.After, cancellationToken), OperatorJson.Default.DeliveryPage)
                : Problem.Of(StatusCodes.Status400BadRequest, problem);
        });

    private static Task<IResult> ShowAsync(Guid id, WhatsAppInbox inbox, CancellationToken cancellationToken) =>
        SearchAnswer.OfAsync(inbox, async () => await inbox.FindDeliveryAsync(id, cancellationToken) is { } delivery
            ? Results.Json(delivery, OperatorJson.Default.DeliveryDetails)
            : Problem.Of(StatusCodes.Status404NotFound, NotStored));

    /// <summary>As a download: a browser must not take for a page what a customer wrote.</summary>
    private static Task<IResult> ReadAsync(Guid id, WhatsAppInbox inbox, HttpContext context, CancellationToken cancellationToken) =>
        SearchAnswer.OfAsync(inbox, async () => await inbox.By(context).ReadDeliveryAsync(id, cancellationToken) is { } body
            ? Results.Bytes(body, "application/octet-stream", $"{id}.json")
            : Problem.Of(StatusCodes.Status404NotFound, NotStored));
}
