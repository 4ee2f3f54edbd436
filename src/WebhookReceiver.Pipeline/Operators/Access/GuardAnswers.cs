using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace WebhookReceiver.Operators;

/// <summary>What <see cref="OperationsGuard"/> may answer in place of a route, as metadata of the route: a new route is described without saying so itself.</summary>
internal static class GuardAnswers
{
    public static void Describe(EndpointBuilder endpoint)
    {
        var access = endpoint.Metadata.OfType<RouteAccess>().LastOrDefault() ?? RouteAccess.Rule;
        var described = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(static answer => answer.StatusCode).ToHashSet();

        foreach (var status in StatusesOf(access).Where(described.Add))
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), [Problem.ContentType]));
        }
    }

    private static IEnumerable<int> StatusesOf(RouteAccess access)
    {
        yield return StatusCodes.Status403Forbidden;

        // There is no key at all.
        yield return StatusCodes.Status404NotFound;

        if (!access.IsOpenToAll)
        {
            yield return StatusCodes.Status401Unauthorized;
            yield return StatusCodes.Status429TooManyRequests;
        }

        if (!access.WorksWithoutInbox)
        {
            yield return StatusCodes.Status503ServiceUnavailable;
        }
    }
}
