using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/dead-letters</c>.</summary>
internal static class DeadLetterRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Dead letters");
        routes.AddEndpointFilter(AnswerUnavailableAsync);

        routes.MapGet("/", ListAsync).WithName("listDeadLetters").WithSummary("Dead letters, the newest first, without what people wrote")
            .Produces<DeadLetterPage>().ProducesProblem(400);
        routes.MapGet("/summary", SummariseAsync).WithName("summariseDeadLetters").WithSummary("How many dead letters there are of each handler, exception type and cause")
            .Produces<DeadLetterGroups>().ProducesProblem(400);
        routes.MapGet("/{id:guid}", ShowAsync).WithName("showDeadLetter").WithSummary("One dead letter with its event and the text of the exception")
            .Produces<DeadLetterDetails>().ProducesProblem(400).ProducesProblem(404);
        routes.MapPost("/{id:guid}/replay", ReplayAsync).WithName("replayDeadLetter").WithSummary("Give one to its handler again, at least once")
            .Produces(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503);
        routes.MapPost("/replay", ReplaySeveralAsync).WithName("replayDeadLetters").WithSummary("Give all that match the filter to their handlers again, in the background; without a filter, all of them. A dry run answers with the number found")
            .Produces<JobReport>().Produces<JobReport>(202).ProducesProblem(400).ProducesProblem(409).ProducesProblem(503);
        routes.MapPost("/discard", DiscardSeveralAsync).WithName("discardDeadLetters").WithSummary("Discard all that match the filter, in the background. A dry run answers with the number found")
            .Produces<JobReport>().Produces<JobReport>(202).ProducesProblem(400).ProducesProblem(409).ProducesProblem(503);
        routes.MapDelete("/{id:guid}", DiscardAsync).WithName("discardDeadLetter").WithSummary("Discard one")
            .Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    /// <summary>What the store cannot do at the moment may be tried again: 503, as for a single one that cannot be read.</summary>
    private static async ValueTask<object?> AnswerUnavailableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (IOException exception) when (exception is not AuditUnavailableException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, $"Dead letters cannot be read or changed at the moment: {exception.Message}");
        }
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] DeadLetterQuery query, [AsParameters] PageQuery page, WhatsAppInbox inbox, CancellationToken cancellationToken)
    {
        var filterProblem = query.TryRead(out var filter);
        var problem = page.TryRead(out var limit, out var after) ?? filterProblem;

        return problem is null
            ? Results.Json(await inbox.ListDeadLettersAsync(filter, limit, after, cancellationToken), OperatorJson.Default.DeadLetterPage)
            : Problem.Of(StatusCodes.Status400BadRequest, problem);
    }

    private static async Task<IResult> SummariseAsync([AsParameters] DeadLetterQuery query, WhatsAppInbox inbox, CancellationToken cancellationToken) =>
        query.TryRead(out var filter) is { } problem
            ? Problem.Of(StatusCodes.Status400BadRequest, problem)
            : Results.Json(await inbox.SummariseDeadLettersAsync(filter, cancellationToken), OperatorJson.Default.DeadLetterGroups);

    private static async Task<IResult> ShowAsync(
        Guid id,
        [FromQuery(Name = "content")][Description("false: without the event and the text of the exception, which may contain what people wrote; the look is not recorded then.")] string? content,
        WhatsAppInbox inbox,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var isWithContent = true;

        if (content is not null && !bool.TryParse(content, out isWithContent))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "content is true or false.");
        }

        if (!isWithContent)
        {
            return await inbox.FindDeadLetterSummaryAsync(id, cancellationToken) is { } summary ? Results.Json(summary, OperatorJson.Default.DeadLetterSummary) : Problem.NoLetter();
        }

        return await inbox.By(context).FindDeadLetterAsync(id, cancellationToken) is { } letter ? Results.Json(letter, OperatorJson.Default.DeadLetterDetails) : Problem.NoLetter();
    }

    private static async Task<IResult> ReplayAsync(Guid id, WhatsAppInbox inbox, HttpContext context) => await inbox.By(context).ReplayAsync(id) switch
    {
        DeadLetterResult.Done => Results.Accepted($"{OperationsRouteExtensions.Path}/dead-letters/{id}"),
        var other => Refusal(other),
    };

    private static Task<IResult> ReplaySeveralAsync(
        [AsParameters] DeadLetterQuery query, [AsParameters] BulkQuery bulk, WhatsAppInbox inbox, OperatorJobs jobs, HttpContext context) =>
        StartAsync(JobKind.Replay, query, bulk, inbox, jobs, context);

    private static Task<IResult> DiscardSeveralAsync(
        [AsParameters] DeadLetterQuery query, [AsParameters] BulkQuery bulk, WhatsAppInbox inbox, OperatorJobs jobs, HttpContext context) =>
        StartAsync(JobKind.Discard, query, bulk, inbox, jobs, context);

    private static async Task<IResult> StartAsync(JobKind kind, DeadLetterQuery query, BulkQuery bulk, WhatsAppInbox inbox, OperatorJobs jobs, HttpContext context)
    {
        var filterProblem = query.TryRead(out var filter);

        if ((bulk.TryRead(out var isDryRun, out var rate, out var isAll) ?? filterProblem) is { } problem)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, problem);
        }

        if (isDryRun)
        {
            return Results.Json(new DryRunReport(await inbox.CountDeadLettersAsync(filter, context.RequestAborted)), OperatorJson.Default.DryRunReport);
        }

        if (kind is JobKind.Discard && filter == DeadLetterFilter.All && !isAll)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "Without a filter, all=true must say that all of them are to be discarded.");
        }

        return await JobRoutes.AnswerAsync(await jobs.StartAsync(new JobRequest(kind, filter, rate), AuditTrail.ActorOf(context), context.RequestAborted), jobs, context);
    }

    private static async Task<IResult> DiscardAsync(Guid id, WhatsAppInbox inbox, HttpContext context) => await inbox.By(context).DiscardAsync(id) switch
    {
        DeadLetterResult.Done => Results.NoContent(),
        var other => Refusal(other),
    };

    private static IResult Refusal(DeadLetterResult result) => result switch
    {
        DeadLetterResult.Replaying => Problem.Of(StatusCodes.Status409Conflict, "It is already being replayed."),
        DeadLetterResult.Unavailable => Problem.Of(StatusCodes.Status503ServiceUnavailable, "It cannot be read at the moment; try again later."),
        DeadLetterResult.Unreadable => Problem.Of(StatusCodes.Status422UnprocessableEntity, "Its event can no longer be read."),
        _ => Problem.NoLetter(),
    };
}
