using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/overview</c> and <c>/api/live</c>. They answer also during recovery, which is when somebody looks.</summary>
internal static class OverviewRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Overview");
        routes.WithMetadata(new RouteAccess { WorksWithoutInbox = true });

        routes.MapGet("/overview", ShowAsync).WithName("showOverview").WithSummary("Whether it is receiving and handling, with the last hour")
            .Produces<ReceiverOverview>();
        routes.MapGet("/live", FollowAsync).WithName("followLive").WithSummary("The overview each second and events as they arrive, as server-sent events")
            .Produces<LiveEvent>(contentType: "text/event-stream").ProducesProblem(503);
    }

    private static async Task<IResult> ShowAsync(OverviewReader overview, CancellationToken cancellationToken) =>
        Results.Json(await overview.ReadAsync(withHistory: true, cancellationToken), OperatorJson.Default.ReceiverOverview);

    private static async Task FollowAsync(HttpContext context, LiveStream live)
    {
        if (!live.TryEnter())
        {
            context.Response.Headers.RetryAfter = "30";
            await Problem.Of(StatusCodes.Status503ServiceUnavailable, $"There are {LiveStream.MostViewers} viewers already.").ExecuteAsync(context);
            return;
        }

        try
        {
            context.Response.ContentType = "text/event-stream";

            // nginx would collect the lines until its buffer is full.
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await live.WriteAsync(context);
        }
        finally
        {
            live.Leave();
        }
    }
}
