using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Operators;

/// <summary>
/// The jobs of this process. They run in the background and end with it; what they have marked for a replay stays marked. At most <see cref="MostRunning"/> run at once, and the last
/// <see cref="MostKept"/> are remembered. Thread-safe.
/// </summary>
internal sealed partial class OperatorJobs(IDeadLetters letters, DeadLetterReplay replay, AuditTrail audit, WorkScheduler scheduler, TimeProvider clock, ILogger<OperatorJobs> logger) : IHostedService, IDisposable
{
    public const int MostRunning = 4;

    /// <summary>How many are remembered, those that are running included; the one that was started first is forgotten.</summary>
    public const int MostKept = 100;

    private readonly Lock gate = new();
    private readonly List<StartedJob> jobs = [];
    private readonly OneAtATime starting = new();
    private readonly CancellationTokenSource stopping = new();
    private bool isStopping;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<JobReport> All
    {
        get
        {
            lock (gate)
            {
                return [.. jobs.AsEnumerable().Reverse().Select(static started => started.Job.Report)];
            }
        }
    }

    public JobReport? Find(Guid id) => Started(id)?.Job.Report;

    /// <summary>Counts what a job is about, and starts it.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="cancellationToken">Cancels the counting; a job that has begun goes on.</param>
    /// <returns>The id; null when too many are running.</returns>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, and has not begun.</exception>
    /// <exception cref="IOException">The store cannot be read at the moment.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It is disposed of when the job has ended.")]
    public async Task<Guid?> StartAsync(JobRequest request, AuditActor actor, CancellationToken cancellationToken)
    {
        var job = new OperatorJob(request, actor, letters, replay, clock);
        await job.PrepareAsync(cancellationToken);

        // One at a time, so that there is still room when it has been recorded.
        using var entered = await starting.EnterAsync(cancellationToken);

        if (!HasRoom)
        {
            return null;
        }

        await job.RecordAsync(audit);

        lock (gate)
        {
            var started = new StartedJob(job, CancellationTokenSource.CreateLinkedTokenSource(stopping.Token));
            jobs.Add(started);
            started.Ended = scheduler.Run(() => RunAsync(started));

            if (jobs.Count > MostKept)
            {
                jobs.RemoveAt(jobs.FindIndex(static one => one.Job.HasEnded));
            }
        }

        return job.Id;
    }

    /// <summary>Asks a job to end. One that has ended stays as it is.</summary>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, and goes on.</exception>
    public async Task CancelAsync(Guid id, AuditActor actor)
    {
        if (Started(id) is { Job.HasEnded: false } started)
        {
            await audit.WriteAsync(actor, AuditAction.JobCancelled, id.ToString());
            Cancel(started);
        }
    }

    /// <summary>Waits for the end of a job.</summary>
    /// <returns>What it has come to by then; null when no job has that id.</returns>
    public async Task<JobReport?> WaitAsync(Guid id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (Started(id) is not { } started)
        {
            return null;
        }

        await started.Ended.WaitAsync(atMost, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return started.Job.Report;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the inbox stops: what a job has begun is written.</summary>
    /// <remarks>A host may call it twice, and after it has disposed of the container.</remarks>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task ended;

        if (!Interlocked.Exchange(ref isStopping, true))
        {
            await stopping.CancelAsync();
        }

        lock (gate)
        {
            ended = Task.WhenAll(jobs.Select(static started => started.Ended));
        }

        await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref isStopping, true))
        {
            stopping.Cancel();
        }

        stopping.Dispose();
    }

    private bool HasRoom
    {
        get
        {
            lock (gate)
            {
                return !stopping.IsCancellationRequested && jobs.Count(static started => !started.Job.HasEnded) < MostRunning;
            }
        }
    }

    private void Cancel(StartedJob started)
    {
        // Under the lock under which it is disposed of.
        lock (gate)
        {
            if (!started.Job.HasEnded)
            {
                started.Cancelling.Cancel();
            }
        }
    }

    private StartedJob? Started(Guid id)
    {
        lock (gate)
        {
            return jobs.Find(started => started.Job.Id == id);
        }
    }

    private async Task RunAsync(StartedJob started)
    {
        JobStarted(logger, started.Job.Id, started.Job.Report.Kind, started.Job.Report.Found);
        await started.Job.RunAsync(progress: null, started.Cancelling.Token);

        lock (gate)
        {
            started.Cancelling.Dispose();
        }

        var report = started.Job.Report;
        JobEnded(logger, report.Problem is null ? LogLevel.Information : LogLevel.Error, report.Id, report.Kind, report.State, report.Done, report.Found, report.Problem);
    }

    /// <summary>A job that was started, and how it is cancelled.</summary>
    private sealed record StartedJob(OperatorJob Job, CancellationTokenSource Cancelling)
    {
        public Task Ended { get; set; } = Task.CompletedTask;
    }

    [LoggerMessage(1294, LogLevel.Information, "Job {JobId} has started: {Kind} {Found} dead letter(s)")]
    private static partial void JobStarted(ILogger logger, Guid jobId, string kind, int found);

    [LoggerMessage(EventId = 1295, Message = "Job {JobId} ({Kind}) {State} after {Done} of {Found} dead letter(s); {Problem}")]
    private static partial void JobEnded(ILogger logger, LogLevel level, Guid jobId, string kind, string state, int done, int found, string? problem);
}
