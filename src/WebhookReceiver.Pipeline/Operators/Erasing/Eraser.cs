using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// Removes one person's dead letters. Segments are never written to again, so what is in them goes with them; this tells which, and until when.
/// </summary>
internal sealed class Eraser(IDeadLetters letters, IOutcomes outcomes, OpenInbox? disk, InboxOptions options, TimeProvider clock)
{
    private const int Portion = 1024;

    private readonly List<Guid> erased = [];
    private readonly List<Guid> others = [];
    private readonly List<Guid> unreadable = [];
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    public async ValueTask<ErasureReport> EraseAsync(Person person)
    {
        foreach (var portion in letters.Walk(after: null, Portion).Select(static letter => letter.Id).Chunk(Portion))
        {
            var removed = OutcomeBatch.Rent();

            foreach (var (id, letter) in portion.Zip(letters.Read(portion)))
            {
                Judge(id, letter, person, removed);
            }

            await outcomes.RecordAsync(removed, CancellationToken.None);
            OutcomeBatch.Return(removed);
        }

        await outcomes.FlushAsync(CancellationToken.None);

        var report = new ErasureReport
        {
            ErasedAt = clock.GetUtcNow(),
            ErasedDeadLetters = erased,
            OtherDeadLetters = others,
            UnreadableDeadLetters = unreadable,
            AlsoKnownAs = [],
            NotSearched = ["the file of EventLog:Path and files made from it", "what handlers have stored", "copies and backups of Inbox:Directory"],
        };

        return (disk is null ? report : WithSegments(report, disk, person)) with { AlsoKnownAs = [.. names] };
    }

    private void Judge(Guid id, DeadLetterReading reading, Person person, OutcomeBatch removed)
    {
        if (reading.Letter is not { } letter || DeadLetterBody.Read(letter, reading.Body) is not { } read)
        {
            // Its conversation is written down apart from its body, and tells of most.
            if (reading.Letter?.Conversation is { } conversation && person.IsNamedIn(System.Text.Encoding.UTF8.GetBytes(conversation)))
            {
                Erase(id, removed);
            }
            else if (reading.Result is not DeadLetterReadResult.NotFound)
            {
                unreadable.Add(id);
            }

            return;
        }

        names.UnionWith(person.OtherNames(read.Message));

        if (person.IsIn(read.Message))
        {
            Erase(id, removed);
        }
        else if (person.IsNamedIn(reading.Body.Span))
        {
            // Another person's event, which is still to be handled; earlier versions kept the contacts of the whole delivery with it.
            others.Add(id);
        }
    }

    private void Erase(Guid id, OutcomeBatch removed)
    {
        // Also while it is being replayed: the end of the replay finds it gone and leaves it so.
        removed.DeadLetterRemoved(id, DeadLetterRemoval.Erased);
        erased.Add(id);
    }

    private ErasureReport WithSegments(ErasureReport report, OpenInbox inbox, Person person)
    {
        var search = new HoldingSegments(inbox, person, options, clock.GetUtcNow());
        var deliveries = search.OfDeliveries(names);
        var outcomesHolding = search.OfOutcomes();
        IReadOnlyList<HoldingSegment> all = [.. deliveries, .. outcomesHolding];

        if (deliveries.Any(static segment => !segment.IsSealed))
        {
            // With little to do the file would go on being written for months, and nothing in it could be deleted.
            inbox.BeginAnew?.Invoke();
        }

        return report with
        {
            DeliverySegments = deliveries,
            OutcomeSegments = outcomesHolding,
            DamagedCopies = [.. inbox.Disk.FilesIn(inbox.Folder.Damaged).Order(StringComparer.Ordinal)],
            GoneBy = all.Any(static segment => segment.GoneBy is null) ? null : all.Max(static segment => segment.GoneBy),
        };
    }
}
