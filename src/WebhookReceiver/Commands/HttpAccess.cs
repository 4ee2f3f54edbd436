using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The inbox of a running service, through its <c>/api</c>.</summary>
internal sealed class HttpAccess : IInboxAccess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly JsonTypeInfo<ProblemDetails> Problems = (JsonTypeInfo<ProblemDetails>)JsonSerializerOptions.Web.GetTypeInfo(typeof(ProblemDetails));

    private readonly HttpClient http;
    private readonly string why;

    public HttpAccess(HttpClient http, Uri service, string key, string why)
    {
        this.http = http;
        this.why = why;

        // Erasing and verifying read the whole inbox.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.BaseAddress = service;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public string ReplayNote => "The handlers are being called; check the list for the outcome.";

    public async Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken)
    {
        var query = QueryOf(filter);
        query.Add("limit", limit.ToString(CultureInfo.InvariantCulture));

        if (after is { } id)
        {
            query.Add("after", id.ToString());
        }

        return await ReadAsync(HttpMethod.Get, $"/api/dead-letters{query}", OperatorJson.Default.DeadLetterPage, cancellationToken);
    }

    public Task<DeadLetterGroups> SummariseAsync(DeadLetterFilter filter, CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, $"/api/dead-letters/summary{QueryOf(filter)}", OperatorJson.Default.DeadLetterGroups, cancellationToken);

    public Task<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(HttpMethod.Get, $"/api/dead-letters/{id}", OperatorJson.Default.DeadLetterDetails, cancellationToken);

    public Task<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken) =>
        ResultAsync(HttpMethod.Post, $"/api/dead-letters/{id}/replay", cancellationToken);

    public async Task<int> CountAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var query = QueryOf(filter);
        query.Add("dry_run", "true");
        return (await ReadAsync(HttpMethod.Post, $"/api/dead-letters/replay{query}", OperatorJson.Default.DryRunReport, cancellationToken)).Found;
    }

    public async Task<JobReport> RunAsync(JobRequest request, Action<JobReport> progress, CancellationToken cancellationToken)
    {
        var query = QueryOf(request.Filter);
        query.Add("rate", request.Rate.ToString(CultureInfo.InvariantCulture));
        query.Add("all", "true");
        var verb = request.Kind is JobKind.Replay ? "replay" : "discard";

        // Not cancelled: the job that it has started must be known, to cancel it.
        var job = await ReadAsync(HttpMethod.Post, $"/api/dead-letters/{verb}{query}", OperatorJson.Default.JobReport, CancellationToken.None);
        var isCancelled = false;

        while (job.EndedAt is null)
        {
            progress(job);
            await Task.Delay(PollInterval, isCancelled ? CancellationToken.None : cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var cancels = cancellationToken.IsCancellationRequested && !isCancelled;
            isCancelled |= cancels;
            job = cancels ? await ReadJobAsync(HttpMethod.Post, $"/api/jobs/{job.Id}/cancel") : await ReadJobAsync(HttpMethod.Get, $"/api/jobs/{job.Id}");
        }

        progress(job);
        return job;
    }

    public Task<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken) =>
        ResultAsync(HttpMethod.Delete, $"/api/dead-letters/{id}", cancellationToken);

    public async Task<EventPage> FindEventsAsync(EventSearch search, int limit, string? after, CancellationToken cancellationToken)
    {
        var query = QueryOf(
            ("wamid", search.Wamid),
            ("key", search.Key),
            ("delivery", search.Delivery?.ToString()),
            ("user", search.User),
            ("conversation", search.Conversation),
            ("type", search.Type),
            ("endpoint", search.Endpoint),
            ("handler", search.Handler),
            ("state", search.State?.ToString().ToLowerInvariant()),
            ("since", Text(search.Since)),
            ("until", Text(search.Until)),
            ("limit", limit.ToString(CultureInfo.InvariantCulture)),
            ("after", after));

        return await ReadAsync(HttpMethod.Get, $"/api/events{query}", OperatorJson.Default.EventPage, cancellationToken);
    }

    public Task<EventDetails?> FindEventAsync(string key, string? endpoint, CancellationToken cancellationToken) =>
        FindAsync(HttpMethod.Get, $"/api/events/{Uri.EscapeDataString(key)}{QueryOf(("endpoint", endpoint))}", OperatorJson.Default.EventDetails, cancellationToken);

    public Task<EventContent?> ReadEventAsync(string key, string? endpoint, CancellationToken cancellationToken) =>
        FindAsync(HttpMethod.Get, $"/api/events/{Uri.EscapeDataString(key)}/content{QueryOf(("endpoint", endpoint))}", OperatorJson.Default.EventContent, cancellationToken);

    public async Task<AuditPage> ListAuditAsync(AuditFilter filter, int limit, CancellationToken cancellationToken)
    {
        var query = QueryOf(("action", filter.Action), ("since", Text(filter.Since)), ("until", Text(filter.Until)), ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        return await ReadAsync(HttpMethod.Get, $"/api/audit{query}", OperatorJson.Default.AuditPage, cancellationToken);
    }

    public Task<HandlerList> ListHandlersAsync(CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, "/api/handlers", OperatorJson.Default.HandlerList, cancellationToken);

    public Task<HandlerReport?> PauseHandlerAsync(string name, CancellationToken cancellationToken) => ChangeHandlerAsync(name, "pause", cancellationToken);

    public Task<HandlerReport?> ResumeHandlerAsync(string name, CancellationToken cancellationToken) => ChangeHandlerAsync(name, "resume", cancellationToken);

    public Task<InboxStatus> StatusAsync(CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, "/api/inbox/status", OperatorJson.Default.InboxStatus, cancellationToken);

    public async Task<long> ExportAsync(DeliveryExportFilter filter, Stream output, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/inbox/export?from={filter.From}&to={filter.To}&open={filter.OnlyOpen}");
        using var answer = await SendAsync(HttpMethod.Get, path, content: null, cancellationToken);
        await RefuseFailureAsync(answer, cancellationToken);

        if (answer.Content.Headers.ContentType?.MediaType is not "application/jsonl")
        {
            throw NotAReceiver();
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        var lines = 0L;

        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
        }

        return lines;
    }

    public async Task<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new ErasureRequest(user), OperatorJson.Default.ErasureRequest);
        using var answer = await SendAsync(HttpMethod.Post, "/api/inbox/erase", content, cancellationToken);
        await RefuseFailureAsync(answer, cancellationToken);
        return await ParseAsync(answer, OperatorJson.Default.ErasureReport, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static QueryBuilder QueryOf(DeadLetterFilter filter) => QueryOf(
        ("handler", filter.Handler),
        ("type", filter.Type),
        ("cause", filter.Cause),
        ("endpoint", filter.Endpoint),
        ("exception", filter.Exception),
        ("since", Text(filter.Since)),
        ("until", Text(filter.Until)));

    private static QueryBuilder QueryOf(params IEnumerable<(string Name, string? Value)> values) =>
        new(values.Where(static one => one.Value is not null).Select(static one => KeyValuePair.Create(one.Name, one.Value!)));

    private static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private Task<HandlerReport?> ChangeHandlerAsync(string name, string verb, CancellationToken cancellationToken) =>
        FindAsync(HttpMethod.Post, $"/api/handlers/{Uri.EscapeDataString(name)}/{verb}", OperatorJson.Default.HandlerReport, cancellationToken);

    private async Task<JobReport> ReadJobAsync(HttpMethod method, string path) => await FindAsync(method, path, OperatorJson.Default.JobReport, CancellationToken.None)
        ?? throw new CommandFailedException($"The service at {http.BaseAddress} no longer knows the job: it was started again. What was marked for a replay stays marked.");

    private async Task<T> ReadAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await SendAsync(method, path, content: null, cancellationToken);
        await RefuseFailureAsync(answer, cancellationToken);
        return await ParseAsync(answer, type, cancellationToken);
    }

    /// <returns>Null when the service does not have the one thing that the request is about.</returns>
    private async Task<T?> FindAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await SendAsync(method, path, content: null, cancellationToken);

        if (answer.StatusCode is HttpStatusCode.NotFound && IsProblem(answer))
        {
            return null;
        }

        await RefuseFailureAsync(answer, cancellationToken);
        return await ParseAsync(answer, type, cancellationToken);
    }

    private async Task<DeadLetterResult> ResultAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, path, content: null, cancellationToken);

        switch (answer.StatusCode)
        {
            case HttpStatusCode.Accepted or HttpStatusCode.NoContent:
                return DeadLetterResult.Done;
            case HttpStatusCode.NotFound when IsProblem(answer):
                return DeadLetterResult.NotFound;
            case HttpStatusCode.Conflict when IsProblem(answer):
                return DeadLetterResult.Replaying;
            case HttpStatusCode.UnprocessableEntity when IsProblem(answer):
                return DeadLetterResult.Unreadable;
            default:
                await RefuseFailureAsync(answer, cancellationToken);
                throw NotAReceiver();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };

        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"{why}; but nothing answers at {http.BaseAddress} (Operations:Url): {exception.Message}", exception);
        }
    }

    private async Task RefuseFailureAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        if (answer.StatusCode is HttpStatusCode.Unauthorized)
        {
            throw new CommandFailedException(
                $"The service at {http.BaseAddress} does not accept this key: set Operations:ApiKey to the service's value, or check whether it uses another Inbox:Directory.");
        }

        if (!IsProblem(answer))
        {
            throw NotAReceiver();
        }

        var problem = await ParseAsync(answer, Problems, cancellationToken);
        throw new CommandFailedException($"The service at {http.BaseAddress} answered {(int)answer.StatusCode}: {Printable.Escape(problem.Detail ?? problem.Title ?? string.Empty)}");
    }

    /// <summary>Whether it has the form of all refusals of the operations listener.</summary>
    private static bool IsProblem(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "application/problem+json";

    private async Task<T> ParseAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw NotAReceiver();
        }
        catch (JsonException exception)
        {
            throw NotAReceiver(exception);
        }
    }

    private CommandFailedException NotAReceiver(Exception? exception = null) =>
        new($"What answers at {http.BaseAddress} is not the /api of this version of the receiver: check Operations:Url.", exception!);
}
