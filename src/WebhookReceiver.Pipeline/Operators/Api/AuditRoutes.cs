using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/audit</c>.</summary>
internal static class AuditRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Audit");

        routes.MapGet("/", ListAsync).WithName("listAudit").WithSummary("What operators have done, the newest first")
            .Produces<AuditPage>().ProducesProblem(400).ProducesProblem(503);
    }

    private static async Task<IResult> ListAsync([AsParameters] AuditQuery query, [AsParameters] PageQuery page, WhatsAppInbox inbox, CancellationToken cancellationToken)
    {
        var filterProblem = query.TryRead(out var filter);

        if ((page.TryRead(out var limit, out var after) ?? filterProblem) is { } problem)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, problem);
        }

        try
        {
            return Results.Json(await inbox.ListAuditAsync(filter, limit, after, cancellationToken), OperatorJson.Default.AuditPage);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, $"The audit log cannot be read: {exception.Message}");
        }
    }

    /// <summary>Which entries.</summary>
    internal sealed record AuditQuery(
        [property: FromQuery(Name = "action")][property: Description("Only this, such as dead_letter.replayed.")] string? Action,
        [property: FromQuery(Name = "since")][property: Description("Done at this time or later, as in 2026-11-20T10:00:00Z.")] string? Since,
        [property: FromQuery(Name = "until")][property: Description("Done before this time.")] string? Until)
    {
        /// <returns>What is wrong; null when everything could be read.</returns>
        public string? TryRead(out AuditFilter filter)
        {
            var problem = TimeQuery.TryRead(Since, Until, out var since, out var until);
            filter = new AuditFilter { Action = Action, Since = since, Until = until };
            return problem;
        }
    }
}
