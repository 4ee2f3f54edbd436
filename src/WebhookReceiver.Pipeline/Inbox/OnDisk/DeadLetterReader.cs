using System.Text.Json;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads dead letters: from memory while they are not durable yet, otherwise from disk, without holding a lock.</summary>
internal sealed class DeadLetterReader(KnownOutcomes known, IDisk disk, InboxFolder folder, ILogger logger)
{
    /// <summary>How many times a dead letter that has moved is looked up again: retention rewrites it elsewhere before it deletes a file.</summary>
    private const int Lookups = 3;

    public DeadLetterReading Read(Guid id) => Read(id, new DeadLetterFrames(disk, folder));

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids)
    {
        var frames = new DeadLetterFrames(disk, folder);
        return ids.Select(id => Read(id, frames));
    }

    private DeadLetterReading Read(Guid id, DeadLetterFrames frames)
    {
        for (var lookup = 1; ; lookup++)
        {
            IndexedDeadLetter deadLetter;

            using (var locked = known.EnterState())
            {
                if (locked.State.DeadLetters.Find(id) is not { } found)
                {
                    return new DeadLetterReading(DeadLetterReadResult.NotFound);
                }

                if (locked.State.HeldOf(id) is { } held)
                {
                    return new DeadLetterReading(DeadLetterReadResult.Read, found.Entry, held.DeadLetter, held.Body);
                }

                deadLetter = found;
            }

            // Whatever is not held in memory is on disk.
            var location = deadLetter.Location!.Value;

            try
            {
                return Read(deadLetter.Entry, location, frames.Read(location));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (lookup < Lookups && HasMoved(id, location))
                {
                    continue;
                }

                OutcomeLog.DeadLetterUnavailable(logger, location.Segment, location.Offset, exception.Message);
                return new DeadLetterReading(DeadLetterReadResult.Unavailable, deadLetter.Entry);
            }
        }
    }

    private DeadLetterReading Read(DeadLetterEntry entry, DeadLetterLocation location, ReadOnlyMemory<byte>? frame)
    {
        if (frame is not { } records)
        {
            OutcomeLog.DeadLetterUnreadable(logger, location.Segment, location.Offset, "no valid frame");
            return new DeadLetterReading(DeadLetterReadResult.Damaged, entry);
        }

        var deadLetter = JsonSerializer.Deserialize(records.Span[location.Json], DeadLetterJson.Default.DeadLetter)!;

        // Copied, because a slice would keep the whole frame in memory.
        return new DeadLetterReading(DeadLetterReadResult.Read, entry, deadLetter, records[location.Body].ToArray());
    }

    private bool HasMoved(Guid id, DeadLetterLocation from)
    {
        using var locked = known.EnterState();
        return locked.State.DeadLetters.Find(id)?.Location != from;
    }
}
