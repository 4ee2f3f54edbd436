using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/jobs</c>.</summary>
internal static class JobRoutes
{
    /// <summary>How long an answer waits for a job to end, so that a short one needs no second request.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Jobs");

        routes.MapGet("/", List).WithName("listJobs").WithSummary("The jobs since the start, the newest first")
            .Produces<JobList>();
        routes.MapGet("/{id:guid}", Show).WithName("showJob").WithSummary("How far a job is")
            .Produces<JobReport>().ProducesProblem(404);
        routes.MapPost("/{id:guid}/cancel", CancelAsync).WithName("cancelJob").WithSummary("End a job early; what it has marked for a replay stays marked")
            .Produces<JobReport>().ProducesProblem(404).ProducesProblem(503);
    }

    /// <summary>Answers with a job that was just started: 200 once it has ended, otherwise 202 and where to ask again.</summary>
    public static async Task<IResult> AnswerAsync(Guid? id, OperatorJobs jobs, HttpContext context)
    {
        if (id is not { } started || await jobs.WaitAsync(started, Patience, context.RequestAborted) is not { } report)
        {
            return Problem.Of(StatusCodes.Status409Conflict, $"{OperatorJobs.MostRunning} jobs are running; cancel one, or wait until one ends.");
        }

        if (report.EndedAt is not null)
        {
            return Results.Json(report, OperatorJson.Default.JobReport);
        }

        context.Response.Headers.Location = $"{OperationsRouteExtensions.Path}/jobs/{started}";
        return Results.Json(report, OperatorJson.Default.JobReport, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult List(OperatorJobs jobs) => Results.Json(new JobList(jobs.All), OperatorJson.Default.JobList);

    private static IResult Show(Guid id, OperatorJobs jobs) => jobs.Find(id) is { } job ? Results.Json(job, OperatorJson.Default.JobReport) : NoJob();

    private static async Task<IResult> CancelAsync(Guid id, OperatorJobs jobs, HttpContext context, CancellationToken cancellationToken)
    {
        await jobs.CancelAsync(id, AuditTrail.ActorOf(context));
        return await jobs.WaitAsync(id, Patience, cancellationToken) is { } job ? Results.Json(job, OperatorJson.Default.JobReport) : NoJob();
    }

    private static IResult NoJob() => Problem.Of(StatusCodes.Status404NotFound, "There is no job with that id since the service started.");
}
