using System.Text.Json;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads dead letters: from memory those that are not durable yet, all others from disk, with no lock held meanwhile.</summary>
internal sealed class DeadLetterReader(KnownOutcomes known, IDisk disk, InboxFolder folder, ILogger logger)
{
    /// <summary>How often one is looked up again that is not where it was: retention writes it somewhere else before it deletes a file.</summary>
    private const int Lookups = 3;

    public DeadLetterReading Read(Guid id) => Read(id, new LetterFrames(disk, folder));

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids)
    {
        var frames = new LetterFrames(disk, folder);
        return ids.Select(id => Read(id, frames));
    }

    private DeadLetterReading Read(Guid id, LetterFrames frames)
    {
        for (var lookup = 1; ; lookup++)
        {
            IndexedLetter letter;

            using (var locked = known.EnterState())
            {
                if (locked.State.Letters.Find(id) is not { } found)
                {
                    return new DeadLetterReading(DeadLetterReadResult.NotFound);
                }

                if (locked.State.HeldOf(id) is { } held)
                {
                    return new DeadLetterReading(DeadLetterReadResult.Read, found.Entry, held.Letter, held.Body);
                }

                letter = found;
            }

            // What is not held is on disk.
            var location = letter.Location!.Value;

            try
            {
                return Read(letter.Entry, location, frames.Read(location));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (lookup < Lookups && HasMoved(id, location))
                {
                    continue;
                }

                OutcomeLog.LetterUnavailable(logger, location.Segment, location.Offset, exception.Message);
                return new DeadLetterReading(DeadLetterReadResult.Unavailable, letter.Entry);
            }
        }
    }

    private DeadLetterReading Read(DeadLetterEntry entry, LetterLocation location, ReadOnlyMemory<byte>? frame)
    {
        if (frame is not { } records)
        {
            OutcomeLog.LetterUnreadable(logger, location.Segment, location.Offset, "no whole frame");
            return new DeadLetterReading(DeadLetterReadResult.Damaged, entry);
        }

        var letter = JsonSerializer.Deserialize(records.Span[location.Json], DeadLetterJson.Default.DeadLetter)!;

        // Copied, because it would keep the whole frame in memory.
        return new DeadLetterReading(DeadLetterReadResult.Read, entry, letter, records[location.Body].ToArray());
    }

    private bool HasMoved(Guid id, LetterLocation from)
    {
        using var locked = known.EnterState();
        return locked.State.Letters.Find(id)?.Location != from;
    }
}
