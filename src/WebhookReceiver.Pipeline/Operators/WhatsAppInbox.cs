using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Operators;

/// <summary>
/// The inbox as an operator sees it: dead letters to inspect, replay and discard, and the stored deliveries. In a service it comes from the container;
/// <see cref="StoppedInbox"/> provides it for an inbox that no service uses. Thread-safe.
/// </summary>
public sealed partial class WhatsAppInbox
{
    private readonly DeadLetterPages pages;
    private readonly DeadLetterReplay replay;
    private readonly IDeadLetters letters;
    private readonly IStoreOperations store;
    private readonly IOutcomes outcomes;
    private readonly HandlerRegistry registry;
    private readonly string storeName;
    private readonly bool isReadOnly;
    private readonly TimeProvider clock;
    private readonly IAuditLog auditLog;
    private readonly AuditTrail audit;
    private readonly AuditActor actor;
    private readonly HandlerControl handlers;

    internal WhatsAppInbox(
        DeadLetterReplay replay,
        IDeadLetters letters,
        IStoreOperations store,
        IOutcomes outcomes,
        HandlerRegistry registry,
        string storeName,
        bool isReadOnly,
        TimeProvider clock,
        IAuditLog auditLog,
        AuditTrail audit,
        AuditActor actor,
        HandlerControl handlers)
    {
        (this.auditLog, this.audit, this.actor, this.handlers) = (auditLog, audit, actor, handlers);
        pages = new DeadLetterPages(letters);
        this.replay = replay;
        this.letters = letters;
        this.store = store;
        this.outcomes = outcomes;
        this.registry = registry;
        this.storeName = storeName;
        this.isReadOnly = isReadOnly;
        this.clock = clock;
    }

    /// <summary>The same inbox, for what a request does.</summary>
    internal WhatsAppInbox By(HttpContext context) => new(replay, letters, store, outcomes, registry, storeName, isReadOnly, clock, auditLog, audit, AuditTrail.ActorOf(context), handlers);

    /// <summary>Whether it can be used: not while the service recovers it at startup, and not once the service is stopping.</summary>
    public bool IsOpen => store.IsOpen;

    /// <summary>Whether it outlasts the process. If not, there is nothing to verify and nothing to export.</summary>
    public bool IsOnDisk => store.IsDurable;

    /// <summary>Lists dead letters, the newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Where to continue: <see cref="DeadLetterPage.Next"/> of the previous page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public ValueTask<DeadLetterPage> ListDeadLettersAsync(DeadLetterFilter filter, int limit, Guid? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return pages.ListAsync(filter, limit, after, cancellationToken);
    }

    /// <summary>Counts dead letters by handler, exception type and cause.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public ValueTask<DeadLetterGroups> SummariseDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return pages.GroupAsync(filter, cancellationToken);
    }

    /// <summary>Returns one dead letter with its event. It contains what people wrote, so the look is recorded in the audit log first; in an inbox that was opened for reading it is not.</summary>
    /// <returns>Null when there is none with that id.</returns>
    /// <exception cref="IOException">It cannot be read at the moment, or the look cannot be recorded in the audit log.</exception>
    public async ValueTask<DeadLetterDetails?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken = default)
    {
        if (await letters.FindAsync(id, cancellationToken) is null)
        {
            return null;
        }

        await LookAsync($"dead letter {id}");
        return await pages.FindAsync(id, cancellationToken);
    }

    /// <summary>Returns one dead letter without what people wrote.</summary>
    /// <returns>Null when there is none with that id.</returns>
    public ValueTask<DeadLetterSummary?> FindDeadLetterSummaryAsync(Guid id, CancellationToken cancellationToken = default) => pages.SummaryAsync(id, cancellationToken);

    /// <summary>Gives a dead letter to its handler again, at least once, even if the process ends before the replay is finished.</summary>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">It cannot be recorded in the audit log, and was not done.</exception>
    public async ValueTask<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken = default) =>
        await RefusalAsync(id, AuditAction.DeadLetterReplayed, cancellationToken) ?? await replay.ReplayAsync(id, cancellationToken);

    /// <summary>Counts the dead letters that match a filter.</summary>
    public ValueTask<int> CountDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return pages.CountAsync(filter, cancellationToken);
    }

    /// <summary>Replays or discards all dead letters that match a filter, and completes when it has gone through them. What becomes a dead letter meanwhile stays.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Called with what was done so far.</param>
    /// <param name="cancellationToken">Ends it early; what it has marked for a replay stays marked.</param>
    /// <returns>What was done, also when it was cancelled or could not go on.</returns>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">The store cannot be read or the audit log cannot be written at the moment, and nothing was done.</exception>
    public async Task<JobReport> RunAsync(JobRequest request, Action<JobReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RefuseWriting();
        var job = new OperatorJob(request, actor, letters, replay, clock);
        await job.PrepareAsync(cancellationToken);
        await job.RecordAsync(audit);
        await job.RunAsync(() => progress?.Invoke(job.Report), cancellationToken);
        return job.Report;
    }

    /// <summary>Discards a dead letter. One that is being replayed stays.</summary>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">It cannot be recorded in the audit log, and was not done.</exception>
    public async ValueTask<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken = default) =>
        await RefusalAsync(id, AuditAction.DeadLetterDiscarded, cancellationToken) ?? await replay.DiscardAsync(id, cancellationToken);

    /// <summary>Lists what operators have done, the newest first.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Where to continue: <see cref="AuditPage.Next"/> of the previous page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IOException">The audit log cannot be read.</exception>
    public ValueTask<AuditPage> ListAuditAsync(AuditFilter filter, int limit, Guid? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return AuditPage.ReadAsync(auditLog, filter, limit, after, cancellationToken);
    }

    /// <summary>Lists the handlers; of a service that is not running, only those that are paused.</summary>
    public ValueTask<HandlerList> ListHandlersAsync(CancellationToken cancellationToken = default) => handlers.ListAsync(cancellationToken);

    /// <summary>Keeps the events of a handler waiting, also after a restart. Calls in progress end as usual; notifications are still accepted.</summary>
    /// <returns>The handler; null when the service has none with that name.</returns>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">It cannot be stored or recorded, and nothing has changed.</exception>
    public ValueTask<HandlerReport?> PauseHandlerAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeHandlerAsync(name, isPaused: true, cancellationToken);

    /// <summary>Lets a handler be called again, for the events that have waited too.</summary>
    /// <returns>The handler; null when the service has none with that name.</returns>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">It cannot be stored or recorded, and nothing has changed.</exception>
    public ValueTask<HandlerReport?> ResumeHandlerAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeHandlerAsync(name, isPaused: false, cancellationToken);

    /// <summary>Counts deliveries, files and dead letters.</summary>
    public async ValueTask<InboxStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        InboxStatus.Of(storeName, await store.StatusAsync(cancellationToken), await letters.CountAsync(cancellationToken));

    /// <summary>Reads everything on disk and reports what it found. Changes nothing and delays nobody.</summary>
    /// <exception cref="InvalidOperationException">The inbox is not on disk.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<InboxVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        InboxVerification.Of(await OnDisk.VerifyAsync(cancellationToken));

    /// <summary>
    /// Returns the deliveries that are still on disk, in the order in which they were accepted. They contain what people wrote, also people who were erased since, so the export is recorded in the
    /// audit log before the first one; in an inbox that was opened for reading it is not.
    /// </summary>
    /// <exception cref="InvalidOperationException">The inbox is not on disk.</exception>
    /// <exception cref="IOException">It cannot be recorded in the audit log, and nothing is returned, or a file cannot be read.</exception>
    public IAsyncEnumerable<ExportedDelivery> ExportAsync(DeliveryExportFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ExportAsync(OnDisk, filter, cancellationToken);
    }

    /// <summary>Removes the dead letters of one person, and reports where else data of that person is stored and until when.</summary>
    /// <param name="user">A phone number, a business-scoped user id or a username.</param>
    /// <param name="cancellationToken">Cancels the search; dead letters removed by then stay removed.</param>
    /// <exception cref="FormatException">The text is none of these.</exception>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">A file cannot be read; dead letters removed by then stay removed.</exception>
    public async ValueTask<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        var person = Person.Parse(user);
        await audit.WriteAsync(actor, AuditAction.UserErased, new MaskedId(user).ToString());
        return await new Eraser(letters, store, clock).EraseAsync(person, cancellationToken);
    }

    private IStoreOperations OnDisk => store.IsDurable ? store : throw new InvalidOperationException(Problem.NothingOnDisk(storeName));

    /// <summary>For refusing an operation that needs a store on disk.</summary>
    internal string StoreName => storeName;

    private async IAsyncEnumerable<ExportedDelivery> ExportAsync(IStoreOperations from, DeliveryExportFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await LookAsync("deliveries", filter.Words);

        await foreach (var stored in from.ExportAsync(new StoreRange(filter.From, filter.To, filter.OnlyOpen), cancellationToken))
        {
            yield return ExportedDelivery.Of(stored, await SettledEventKeys.OfAsync(stored, outcomes, cancellationToken));
        }
    }

    private async ValueTask<HandlerReport?> ChangeHandlerAsync(string name, bool isPaused, CancellationToken cancellationToken)
    {
        RefuseWriting();
        var before = await handlers.FindAsync(name, cancellationToken);

        // Which handlers there are only the service knows.
        if (before is null && handlers is RunningHandlers)
        {
            return null;
        }

        if (isPaused == (before?.PausedAt is not null))
        {
            return before ?? new HandlerReport { Name = name, State = "running" };
        }

        await audit.WriteAsync(actor, isPaused ? AuditAction.HandlerPaused : AuditAction.HandlerResumed, name);
        await (isPaused ? handlers.PauseAsync(name, actor.By, cancellationToken) : handlers.ResumeAsync(name, cancellationToken));
        return await handlers.FindAsync(name, cancellationToken) ?? new HandlerReport { Name = name, State = "running" };
    }

    /// <summary>Records what is about to be done to a dead letter.</summary>
    /// <returns>Why it cannot be done, in which case nothing is recorded.</returns>
    private async ValueTask<DeadLetterResult?> RefusalAsync(Guid id, string action, CancellationToken cancellationToken)
    {
        RefuseWriting();

        switch (await letters.FindAsync(id, cancellationToken))
        {
            case null:
                return DeadLetterResult.NotFound;

            case DeadLetterState.Replaying:
                return DeadLetterResult.Replaying;

            default:
                await audit.WriteAsync(actor, action, id.ToString());
                return null;
        }
    }

    private void RefuseWriting()
    {
        if (isReadOnly)
        {
            throw new InvalidOperationException("The inbox was opened for reading.");
        }
    }
}
