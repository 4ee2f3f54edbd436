using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// Removes one person's dead letters. What a store has written is never rewritten, so other data of the person disappears only when the file it is in is deleted; this reports those files, and until when they stay.
/// </summary>
internal sealed class Eraser(IDeadLetters letters, IStoreOperations store, TimeProvider clock)
{
    private const int Portion = 1024;

    private readonly List<Guid> erased = [];
    private readonly List<Guid> others = [];
    private readonly List<Guid> unreadable = [];
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private readonly DateTimeOffset erasedAt = clock.GetUtcNow();

    public async ValueTask<ErasureReport> EraseAsync(Person person, CancellationToken cancellationToken)
    {
        if (store.IsDurable)
        {
            // From here on nothing of them is found, and what is still open does not become a dead letter behind the back of the walk.
            await store.AddErasedAsync([Erased(person.Text)], cancellationToken);
        }

        var ids = letters.WalkAsync(after: null, Portion, cancellationToken: cancellationToken).Select(static letter => letter.Id);

        await foreach (var portion in ids.Chunk(Portion).WithCancellation(cancellationToken))
        {
            await EraseAsync(portion, person, cancellationToken);
        }

        var report = new ErasureReport
        {
            ErasedAt = erasedAt,
            ErasedDeadLetters = erased,
            OtherDeadLetters = others,
            UnreadableDeadLetters = unreadable,
            AlsoKnownAs = [],
            NotSearched = ["the file of EventLog:Path and files made from it", "what handlers have stored", "copies and backups of Inbox:Directory"],
        };

        return (store.IsDurable ? await WithPartsAsync(report, person, cancellationToken) : report) with { AlsoKnownAs = [.. names] };
    }

    private async ValueTask EraseAsync(Guid[] portion, Person person, CancellationToken cancellationToken)
    {
        var own = new List<Guid>();

        await foreach (var (id, reading) in portion.ToAsyncEnumerable().Zip(letters.ReadAsync(portion, cancellationToken)).WithCancellation(cancellationToken))
        {
            if (IsOf(person, id, reading))
            {
                own.Add(id);
            }
        }

        // Also while one is being replayed: the end of the replay finds it gone and does not restore it.
        await letters.RemoveAsync(own, DeadLetterRemoval.Erased, cancellationToken);
        erased.AddRange(own);
    }

    /// <summary>Whether the dead letter is the person's. One that merely contains data of the person, or cannot be read, is noted.</summary>
    private bool IsOf(Person person, Guid id, DeadLetterReading reading)
    {
        if (reading.Letter is not { } letter || DeadLetterBody.Read(letter, reading.Body) is not { } read)
        {
            // The conversation is stored apart from the body, and settles most cases.
            if (reading.Letter?.Conversation is { } conversation && person.IsNamedIn(System.Text.Encoding.UTF8.GetBytes(conversation)))
            {
                return true;
            }

            if (reading.Result is not DeadLetterReadResult.NotFound)
            {
                unreadable.Add(id);
            }

            return false;
        }

        names.UnionWith(person.OtherNames(read.Message));

        if (person.IsIn(read.Message))
        {
            return true;
        }

        if (person.IsNamedIn(reading.Body.Span))
        {
            // Another person's event, which still has to be handled; earlier versions stored the contacts of the whole delivery with it.
            others.Add(id);
        }

        return false;
    }

    private async ValueTask<ErasureReport> WithPartsAsync(ErasureReport report, Person person, CancellationToken cancellationToken)
    {
        // Finds their other names.
        var holdings = await store.SearchAsync(new PersonSearch(person, names), cancellationToken);
        await store.AddErasedAsync([.. names.Select(Erased)], cancellationToken);
        IReadOnlyList<HoldingPart> all = [.. holdings.Deliveries, .. holdings.Outcomes];

        if (holdings.Deliveries.Any(static part => !part.IsSealed))
        {
            // On a quiet receiver the current file would stay open for months, and nothing in it could be deleted.
            await store.SealAsync(cancellationToken);
        }

        return report with
        {
            DeliverySegments = [.. holdings.Deliveries.Select(HoldingSegment.Of)],
            OutcomeSegments = [.. holdings.Outcomes.Select(HoldingSegment.Of)],
            DamagedCopies = holdings.DamagedCopies,
            GoneBy = all.Any(static part => part.GoneBy is null) ? null : all.Max(static part => part.GoneBy),
        };
    }

    private ErasedPerson Erased(string name) => new(SearchTerms.OfParticipant(name), erasedAt);
}
