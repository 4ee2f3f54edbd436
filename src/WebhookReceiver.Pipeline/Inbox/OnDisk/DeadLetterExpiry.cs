namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Removes expired dead letters, and writes the removals portion by portion.</summary>
internal sealed class DeadLetterExpiry(DeadLetterLookup lookup, DeadLetterRecorder recorder, OutcomeWriter writer)
{
    /// <summary>Removes dead letters kept since before this time. One that is being replayed stays.</summary>
    /// <returns>How many were removed.</returns>
    public int Expire(long before)
    {
        var expired = 0;

        foreach (var portion in lookup.Portions())
        {
            var due = portion.Where(deadLetter => IsDue(deadLetter.Entry)).ToList();
            expired += due.Count(deadLetter => recorder.Remove(deadLetter.Entry.Id, DeadLetterRemoval.Expired, IsDue));

            if (due.Count > 0)
            {
                writer.TryWriteOut();
            }
        }

        return expired;

        bool IsDue(DeadLetterEntry deadLetter) => deadLetter.KeptSince < before && !deadLetter.IsReplaying;
    }
}
