using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Operators;

/// <summary>
/// Removes one person's dead letters. Segments are never written to again, so what is in them goes with them; this tells which, and until when.
/// </summary>
internal sealed class Eraser(IDeadLetters letters, IOutcomes outcomes, OpenInbox? disk, InboxOptions options, TimeProvider clock)
{
    private readonly List<Guid> erased = [];
    private readonly List<Guid> others = [];
    private readonly List<Guid> unreadable = [];
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    public async ValueTask<ErasureReport> EraseAsync(Person person)
    {
        foreach (var letter in letters.All)
        {
            Judge(letter, person);
        }

        await outcomes.FlushAsync();

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

    private void Judge(DeadLetter letter, Person person)
    {
        var body = letters.BodyOf(letter.Id);

        if (body is null || DeadLetterBody.Read(letter, body.Value) is not { } read)
        {
            // Its conversation is written down apart from its body, and tells of most.
            if (letter.Conversation is { } conversation && person.IsNamedIn(System.Text.Encoding.UTF8.GetBytes(conversation)))
            {
                Erase(letter);
            }
            else if (letters.Find(letter.Id) is not null)
            {
                unreadable.Add(letter.Id);
            }

            return;
        }

        names.UnionWith(person.OtherNames(read.Message));

        if (person.IsIn(read.Message))
        {
            Erase(letter);
        }
        else if (DeliveryParser.Reread(read.Delivery).Any(person.IsIn))
        {
            // Another person's event, which is still to be handled; its body is that of the whole delivery.
            others.Add(letter.Id);
        }
    }

    private void Erase(DeadLetter letter)
    {
        // Also while it is being replayed: the end of the replay finds it gone and leaves it so.
        outcomes.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Erased);
        erased.Add(letter.Id);
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
