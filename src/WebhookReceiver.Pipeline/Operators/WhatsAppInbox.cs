using WebhookReceiver.Dispatch;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;

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
    private readonly HandlerRegistry handlers;
    private readonly string storeName;
    private readonly bool isReadOnly;
    private readonly TimeProvider clock;

    internal WhatsAppInbox(
        DeadLetterReplay replay, IDeadLetters letters, IStoreOperations store, IOutcomes outcomes, HandlerRegistry handlers, string storeName, bool isReadOnly, TimeProvider clock)
    {
        pages = new DeadLetterPages(letters);
        this.replay = replay;
        this.letters = letters;
        this.store = store;
        this.outcomes = outcomes;
        this.handlers = handlers;
        this.storeName = storeName;
        this.isReadOnly = isReadOnly;
        this.clock = clock;
    }

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

    /// <summary>Returns one dead letter with its event.</summary>
    /// <returns>Null when there is none with that id.</returns>
    public ValueTask<DeadLetterDetails?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken = default) => pages.FindAsync(id, cancellationToken);

    /// <summary>Gives a dead letter to its handler again, at least once, even if the process ends before the replay is finished.</summary>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    public ValueTask<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        return replay.ReplayAsync(id, cancellationToken);
    }

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
    /// <exception cref="IOException">The store cannot be read at the moment, and nothing was done.</exception>
    public async Task<JobReport> RunAsync(JobRequest request, Action<JobReport>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RefuseWriting();
        var job = new OperatorJob(request, "application", letters, replay, clock);
        await job.PrepareAsync(cancellationToken);
        await job.RunAsync(() => progress?.Invoke(job.Report), cancellationToken);
        return job.Report;
    }

    /// <summary>Discards a dead letter. One that is being replayed stays.</summary>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    public ValueTask<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        return replay.DiscardAsync(id, cancellationToken);
    }

    /// <summary>Counts deliveries, files and dead letters.</summary>
    public async ValueTask<InboxStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        InboxStatus.Of(storeName, await store.StatusAsync(cancellationToken), await letters.CountAsync(cancellationToken));

    /// <summary>Reads everything on disk and reports what it found. Changes nothing and delays nobody.</summary>
    /// <exception cref="InvalidOperationException">The inbox is not on disk.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<InboxVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        InboxVerification.Of(await OnDisk.VerifyAsync(cancellationToken));

    /// <summary>Returns the deliveries that are still on disk, in the order in which they were accepted.</summary>
    /// <exception cref="InvalidOperationException">The inbox is not on disk.</exception>
    public IAsyncEnumerable<ExportedDelivery> ExportAsync(DeliveryExportFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return OnDisk.ExportAsync(new StoreRange(filter.From, filter.To, filter.OnlyOpen), cancellationToken)
            .Select(async (StoredDelivery stored, CancellationToken token) => ExportedDelivery.Of(stored, await SettledEventKeys.OfAsync(stored, outcomes, token)));
    }

    /// <summary>Removes the dead letters of one person, and reports where else data of that person is stored and until when.</summary>
    /// <param name="user">A phone number, a business-scoped user id or a username.</param>
    /// <param name="cancellationToken">Cancels the search; dead letters removed by then stay removed.</param>
    /// <exception cref="FormatException">The text is none of these.</exception>
    /// <exception cref="InvalidOperationException">The inbox was opened for reading.</exception>
    /// <exception cref="IOException">A file cannot be read; dead letters removed by then stay removed.</exception>
    public ValueTask<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        return new Eraser(letters, store, clock).EraseAsync(Person.Parse(user), cancellationToken);
    }

    private IStoreOperations OnDisk => store.IsDurable ? store : throw new InvalidOperationException(Problem.NothingOnDisk(storeName));

    /// <summary>For refusing an operation that needs a store on disk.</summary>
    internal string StoreName => storeName;

    private void RefuseWriting()
    {
        if (isReadOnly)
        {
            throw new InvalidOperationException("The inbox was opened for reading.");
        }
    }
}
