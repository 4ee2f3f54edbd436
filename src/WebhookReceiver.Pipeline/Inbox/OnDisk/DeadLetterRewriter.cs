using System.Text.Json;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Rewrites the dead letters of a segment into the newest segment, so that the old one can be deleted.</summary>
internal sealed class DeadLetterRewriter(KnownOutcomes known, DeadLetterLookup lookup, OutcomeWriter writer, IDisk disk, InboxFolder folder, ILogger logger)
{
    /// <summary>How many bytes of dead letters are rewritten at once. Bounds memory use and how long others wait for the disk.</summary>
    private const int MostWrittenAgain = 1024 * 1024;

    /// <summary>Rewrites the dead letters of this segment, and makes everything recorded so far durable.</summary>
    /// <returns>False when that failed and the segment must stay.</returns>
    public bool TryEmpty(SegmentName segment)
    {
        if (CountIn(segment) > 0)
        {
            var frames = new DeadLetterFrames(disk, folder);

            foreach (var deadLetter in lookup.Portions().SelectMany(static portion => portion).Where(deadLetter => deadLetter.Location?.Segment == segment))
            {
                if (!TryWriteAgain(deadLetter.Entry, deadLetter.Location!.Value, frames))
                {
                    return false;
                }
            }
        }

        return writer.TryMakeDurable() && CountIn(segment) is 0;
    }

    private int CountIn(SegmentName segment)
    {
        using var locked = known.EnterState();
        return locked.State.DeadLetters.CountIn(segment);
    }

    private bool TryWriteAgain(DeadLetterEntry entry, DeadLetterLocation location, DeadLetterFrames frames)
    {
        try
        {
            if (frames.Read(location) is not { } records)
            {
                OutcomeLog.DeadLetterUnreadable(logger, location.Segment, location.Offset, "no valid frame");
                return false;
            }

            // A dead letter from an earlier version does not say since when it has been kept; its age would restart each time it is rewritten.
            var deadLetter = JsonSerializer.Deserialize(records.Span[location.Json], DeadLetterJson.Default.DeadLetter)! with { KeptSince = entry.KeptSince };
            var json = JsonSerializer.SerializeToUtf8Bytes(deadLetter, DeadLetterJson.Default.DeadLetter);
            bool isMuch;

            using (var locked = known.EnterState())
            {
                // It may have been replayed or discarded in the meantime. Until the new copy is durable it is read from the old one, so nothing is kept in
                // memory.
                if (locked.State.DeadLetters.Find(entry.Id)?.Location == location)
                {
                    locked.Pending.DeadLettered(entry.Id, json, records.Span[location.Body], version: 0);
                }

                isMuch = locked.Pending.Length > MostWrittenAgain;
            }

            return !isMuch || writer.TryWriteOut();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            OutcomeLog.DeadLetterUnavailable(logger, location.Segment, location.Offset, exception.Message);
            return false;
        }
    }
}
