using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/inbox</c>.</summary>
internal static class InboxRoutes
{
    private const int FlushBytes = 64 * 1024;

    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Inbox");

        routes.MapGet("/status", StatusAsync).WithName("inboxStatus").WithSummary("How many deliveries, files and dead letters there are")
            .Produces<InboxStatus>();
        routes.MapGet("/verify", VerifyAsync).WithName("verifyInbox").WithSummary("Read all files and report what is damaged or missing")
            .Produces<InboxVerification>().ProducesProblem(404);
        routes.MapGet("/export", Export).WithName("exportInbox").WithSummary("The deliveries on disk, one JSON object per line, the body in base64")
            .Produces<ExportedDelivery>(contentType: JsonLines.ContentType).ProducesProblem(400).ProducesProblem(404);
        routes.MapPost("/erase", EraseAsync).WithName("eraseUser").WithSummary("Remove one person's dead letters, and report where else data of that person is and until when")
            .Accepts<ErasureRequest>("application/json").Produces<ErasureReport>().ProducesProblem(400).ProducesProblem(408).ProducesProblem(413).ProducesProblem(503);
    }

    private static async Task<IResult> StatusAsync(WhatsAppInbox inbox, CancellationToken cancellationToken) =>
        Results.Json(await inbox.StatusAsync(cancellationToken), OperatorJson.Default.InboxStatus);

    private static async Task<IResult> VerifyAsync(WhatsAppInbox inbox, CancellationToken cancellationToken)
    {
        if (!inbox.IsOnDisk)
        {
            return Problem.NotOnDisk(inbox.StoreName);
        }

        try
        {
            return Results.Json(await inbox.VerifyAsync(cancellationToken), OperatorJson.Default.InboxVerification);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Problem.Of(StatusCodes.Status500InternalServerError, $"The inbox cannot be read: {exception.Message}");
        }
    }

    private static IResult Export(
        [FromQuery(Name = "from")][Description("Starting at this sequence number.")] string? from,
        [FromQuery(Name = "to")][Description("Up to and including this sequence number.")] string? to,
        [FromQuery(Name = "open")][Description("true: only what is not completely handled.")] string? open,
        WhatsAppInbox inbox,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var (first, last, onlyOpen) = (0L, long.MaxValue, false);

        if ((from is not null && !long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out first))
            || (to is not null && !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out last))
            || (open is not null && !bool.TryParse(open, out onlyOpen)))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "from and to are numbers, and open is true or false.");
        }

        return inbox.IsOnDisk
            ? new JsonLines(inbox.By(context).ExportAsync(new DeliveryExportFilter { From = first, To = last, OnlyOpen = onlyOpen }, cancellationToken), FlushBytes)
            : Problem.NotOnDisk(inbox.StoreName);
    }

    private static async Task<IResult> EraseAsync(HttpRequest request, WhatsAppInbox inbox, CancellationToken cancellationToken)
    {
        var user = string.Empty;

        try
        {
            user = (await JsonSerializer.DeserializeAsync(request.Body, OperatorJson.Default.ErasureRequest, cancellationToken))?.User ?? user;
        }
        catch (JsonException)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, """The body must be {"user": "..."}.""");
        }
        catch (IOException exception)
        {
            return Problem.Of((exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest, "The body did not arrive; nothing was done.");
        }

        return await RemoveAsync(user, inbox.By(request.HttpContext), cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(string user, WhatsAppInbox inbox, CancellationToken cancellationToken)
    {
        try
        {
            // Runs to completion whether or not anybody waits for the report.
            return Results.Json(await Task.Run(() => inbox.EraseAsync(user, CancellationToken.None).AsTask(), cancellationToken), OperatorJson.Default.ErasureReport);
        }
        catch (FormatException exception)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (Exception exception) when (exception is IOException and not AuditUnavailableException or UnauthorizedAccessException)
        {
            return Problem.Of(StatusCodes.Status500InternalServerError, $"The dead letters have been removed, but not all files could be searched: {exception.Message}");
        }
    }
}
