using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/session</c>: exchanges a key for a cookie, so that a browser keeps no key.</summary>
internal static class SessionRoutes
{
    private const int LargestBody = 4 * 1024;

    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Session");
        routes.WithMetadata(new RouteAccess { IsOpenToAll = true, IsForReaders = true, WorksWithoutInbox = true });

        routes.MapGet("/", Show).WithName("showSession").WithSummary("What the session of this browser permits")
            .Produces<SessionAccess>();
        routes.MapPost("/", StartAsync).WithName("startSession").WithSummary("Log in with a key; the cookie in the answer replaces it for eight hours")
            .Accepts<SessionRequest>("application/json").Produces<SessionAccess>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);
        routes.MapDelete("/", End).WithName("endSession").WithSummary("Log out")
            .Produces(204);
    }

    private static IResult Show(HttpContext context) => StateOf(OperationsCaller.Of(context)?.Session);

    private static async Task StartAsync(HttpContext context, OperationsSessions sessions, WhatsAppInbox inbox, AuditTrail audit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBody;
        }

        if (await ReadAsync(context) is not { } login)
        {
            await Problem.Of(StatusCodes.Status400BadRequest, """The body must be {"key": "..."}.""").ExecuteAsync(context);
            return;
        }

        if (!sessions.TryStart(login.Key, out var id, out var session))
        {
            await OperationsGuard.RefuseKey(context);
            return;
        }

        // The session that this one replaces in the browser would otherwise last for hours.
        sessions.End(SessionCookie.Read(context.Request));
        await RecordAsync(context, session, inbox, audit);
        SessionCookie.Write(context, id);
        context.Features.Get<IConnectionProofFeature>()?.Prove();
        await StateOf(session).ExecuteAsync(context);
    }

    /// <summary>
    /// A login changes nothing, and it shows why nothing can be recorded at the moment; so unlike an action it is not refused then. While the inbox is not open, its folder may still be another process's.
    /// </summary>
    private static async Task RecordAsync(HttpContext context, OperationsSession session, WhatsAppInbox inbox, AuditTrail audit)
    {
        if (!inbox.IsOpen)
        {
            return;
        }

        try
        {
            var from = AuditTrail.ActorOf(context).From;
            await audit.WriteAsync(new AuditActor(OperationsCaller.Console, from), AuditAction.SessionStarted, detail: session.Access is OperationsAccess.Full ? "full" : "read");
        }
        catch (AuditUnavailableException)
        {
            // What the session is used for is recorded, or refused.
        }
    }

    private static IResult End(HttpContext context, OperationsSessions sessions)
    {
        sessions.End(SessionCookie.Read(context.Request));
        SessionCookie.Remove(context);
        return Results.NoContent();
    }

    private static async Task<SessionRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, OperatorJson.Default.SessionRequest, context.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    private static IResult StateOf(OperationsSession? session) => Results.Json(
        new SessionAccess(session?.Access switch { OperationsAccess.Full => "full", OperationsAccess.Read => "read", _ => "none" }, session?.ExpiresAt), OperatorJson.Default.SessionAccess);
}
