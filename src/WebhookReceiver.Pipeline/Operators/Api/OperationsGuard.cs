using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// Admits requests with a key, or with the cookie of a session, and decides in one place who may do more than read. Another site's page in the operator's browser can neither send the cookie nor
/// pass as a page of this listener.
/// </summary>
internal static class OperationsGuard
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "X-Api-Key";

    public static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var route = context.GetEndpoint()?.Metadata.GetMetadata<RouteAccess>() ?? RouteAccess.Rule;

        if (!context.RequestServices.GetRequiredService<OperationsKey>().Exists)
        {
            return Problem.Of(
                StatusCodes.Status404NotFound,
                $"There is no key, so every request is refused: with Inbox:Store={context.RequestServices.GetRequiredService<ChosenStore>().Name} there is no folder to write one to. Set Operations:ApiKey.")
                .ExecuteAsync(context);
        }

        var caller = Identify(context);

        if (caller is null && !route.IsOpenToAll)
        {
            return RefuseKey(context);
        }

        if (WhyNot(context.Request, caller, route) is { } reason)
        {
            Refusals.EndConnection(context.Response);
            return Problem.Of(StatusCodes.Status403Forbidden, reason).ExecuteAsync(context);
        }

        if (caller is not null)
        {
            context.Features.Set(caller);
            context.Features.Get<IConnectionProofFeature>()?.Prove();
        }

        if (!route.WorksWithoutInbox && !context.RequestServices.GetRequiredService<WhatsAppInbox>().IsOpen)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The inbox is being recovered, or the service is stopping.").ExecuteAsync(context);
        }

        return next(context);
    }

    /// <summary>Whether the key or the session of a request that was let pass is still in force, for an answer that takes long.</summary>
    public static bool IsStillAdmitted(HttpContext context) => Identify(context) is not null;

    /// <summary>Answers a request whose key is missing or wrong.</summary>
    public static Task RefuseKey(HttpContext context)
    {
        Refusals.EndConnection(context.Response);

        // The correct key is accepted whatever came before: see FailureLimit.
        if (context.RequestServices.GetRequiredService<KeyRefusals>().Refused(context) is { } wait)
        {
            context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return Problem.Of(StatusCodes.Status429TooManyRequests, detail: null).ExecuteAsync(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, detail: null).ExecuteAsync(context);
    }

    /// <summary>Why a caller may not make this request; null when it may.</summary>
    private static string? WhyNot(HttpRequest request, OperationsCaller? caller, RouteAccess route)
    {
        if (!RequestOrigin.IsOwnOrAbsent(request))
        {
            return "The request comes from a page of another site.";
        }

        if (caller is null || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return null;
        }

        if (caller.Session is not null && !RequestOrigin.IsProven(request))
        {
            return "With a session, only a page of this listener may change anything, and the browser must say so (Sec-Fetch-Site): open the console over https, or through a tunnel at localhost.";
        }

        return caller.Access is OperationsAccess.Full || route.IsForReaders ? null : "Operations:ReadKey may only read.";
    }

    private static OperationsCaller? Identify(HttpContext context)
    {
        var services = context.RequestServices;

        // A key that is presented decides, also beside a cookie.
        if (Presented(context.Request) is { } key)
        {
            return services.GetRequiredService<OperationsKey>().AccessOf(key) switch
            {
                OperationsAccess.Full => new OperationsCaller(OperationsAccess.Full, OperationsCaller.ApiKey),
                OperationsAccess.Read => new OperationsCaller(OperationsAccess.Read, OperationsCaller.ReadKey),
                _ => null,
            };
        }

        return services.GetRequiredService<OperationsSessions>().Find(SessionCookie.Read(context.Request)) is { } session
            ? new OperationsCaller(session.Access, OperationsCaller.Console, session)
            : null;
    }

    private static string? Presented(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;

        return authorization.Count is 1 && authorization[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : request.Headers[KeyHeader] is [{ } key] ? key : null;
    }
}
