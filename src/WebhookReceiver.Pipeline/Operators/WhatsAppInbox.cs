using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// The inbox as an operator sees it: dead letters to look at, replay and throw away, and what is kept. In a service it comes from the container;
/// <see cref="StoppedInbox"/> has one of an inbox that no service uses. From any thread.
/// </summary>
public sealed class WhatsAppInbox
{
    private readonly DeadLetterPages pages;
    private readonly DeadLetterReplay replay;
    private readonly IDeadLetters letters;
    private readonly IStoreOperations store;
    private readonly string storeName;
    private readonly bool isReadOnly;
    private readonly TimeProvider clock;

    internal WhatsAppInbox(DeadLetterReplay replay, IDeadLetters letters, IStoreOperations store, string storeName, bool isReadOnly, TimeProvider clock)
    {
        pages = new DeadLetterPages(letters);
        this.replay = replay;
        this.letters = letters;
        this.store = store;
        this.storeName = storeName;
        this.isReadOnly = isReadOnly;
        this.clock = clock;
    }

    /// <summary>Whether it can be asked anything: not while the service recovers it at the start, and not once it stops.</summary>
    public bool IsOpen => store.IsOpen;

    /// <summary>Whether it outlasts the process. Else there is nothing to verify and nothing to export.</summary>
    public bool IsOnDisk => store.IsDurable;

    /// <summary>Dead letters, in the order of their ids.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only those behind this id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ValueTask<DeadLetterPage> ListDeadLettersAsync(DeadLetterFilter filter, int limit, Guid? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return pages.ListAsync(filter, limit, after, cancellationToken);
    }

    /// <summary>One dead letter with its event.</summary>
    /// <returns>Null when there is none of that id.</returns>
    public ValueTask<DeadLetterDetails?> FindDeadLetterAsync(Guid id, CancellationToken cancellationToken = default) => pages.FindAsync(id, cancellationToken);

    /// <summary>Has a dead letter given to its handler again, at least once: also if the process ends before that has come to its end.</summary>
    /// <exception cref="InvalidOperationException">It was opened for reading.</exception>
    public ValueTask<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        return replay.ReplayAsync(id, cancellationToken);
    }

    /// <summary>The same for all that fit.</summary>
    /// <exception cref="InvalidOperationException">It was opened for reading.</exception>
    public async ValueTask<ReplayReport> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        RefuseWriting();
        return ReplayReport.Of(await replay.ReplayAllAsync(filter.Fits, cancellationToken));
    }

    /// <summary>Throws a dead letter away. One that is being replayed stays.</summary>
    /// <exception cref="InvalidOperationException">It was opened for reading.</exception>
    public ValueTask<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        return replay.DiscardAsync(id, cancellationToken);
    }

    /// <summary>Counts what there is.</summary>
    public async ValueTask<InboxStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        InboxStatus.Of(storeName, await store.StatusAsync(cancellationToken), await letters.CountAsync(cancellationToken));

    /// <summary>Reads all that is on disk and reports what it found. Changes nothing and holds nobody up.</summary>
    /// <exception cref="InvalidOperationException">It is not on disk.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async ValueTask<InboxVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        InboxVerification.Of(await OnDisk.VerifyAsync(cancellationToken));

    /// <summary>The deliveries that are still on disk, in the order in which they were accepted.</summary>
    /// <exception cref="InvalidOperationException">It is not on disk.</exception>
    public IAsyncEnumerable<ExportedDelivery> ExportAsync(DeliveryExportFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return OnDisk.ExportAsync(new StoreRange(filter.From, filter.To, filter.OnlyOpen), cancellationToken).Select(ExportedDelivery.Of);
    }

    /// <summary>Removes the dead letters of one person, and reports where else something of that person is and until when.</summary>
    /// <param name="user">A phone number, a business-scoped user id or a username.</param>
    /// <param name="cancellationToken">Ends the search; what was removed by then is removed.</param>
    /// <exception cref="FormatException">That is none of them.</exception>
    /// <exception cref="InvalidOperationException">It was opened for reading.</exception>
    /// <exception cref="IOException">A file cannot be read; what was removed is removed.</exception>
    public ValueTask<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken = default)
    {
        RefuseWriting();
        return new Eraser(letters, store, clock).EraseAsync(Person.Parse(user), cancellationToken);
    }

    private IStoreOperations OnDisk => store.IsDurable ? store : throw new InvalidOperationException(Problem.NothingOnDisk(storeName));

    /// <summary>For the refusal of what needs a store on disk.</summary>
    internal string StoreName => storeName;

    private void RefuseWriting()
    {
        if (isReadOnly)
        {
            throw new InvalidOperationException("The inbox was opened for reading.");
        }
    }
}
