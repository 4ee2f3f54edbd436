using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Moves the keys of settled events from memory into a file when it is time. Used by the thread alone.</summary>
internal sealed class KeyFileWriter(KnownOutcomes known, OutcomeWriter writer, HandledKeys keys, ILogger logger)
{
    /// <summary>Writes a file of keys when there are enough of them, or when they are of an earlier day.</summary>
    public void WriteWhenRipe()
    {
        SetAsideWhenRipe();

        // Read without a lock: only this thread sets keys aside, and until they are written nobody changes them.
        if (!keys.HasFrozen)
        {
            return;
        }

        try
        {
            var run = keys.WriteRun();

            using var locked = known.EnterState();
            locked.Keys.Written(run);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            OutcomeLog.KeysNotWritten(logger, exception.Message);
        }
    }

    /// <summary>
    /// Only what is durable may be in a file of keys and be covered by it. A key that a power cut would have undone would hide the event that comes again,
    /// and numbers of frames that it takes away are given again.
    /// </summary>
    private void SetAsideWhenRipe()
    {
        // Held from the setting aside to the covering: no frame may be written in between, or the number that is covered would include it.
        using var writing = writer.EnterWriting();

        if (!writer.IsHealthy || !AreRipe())
        {
            return;
        }

        if (writer.TryWriteOut(settingKeysAside: true))
        {
            writer.TrySync();
        }

        var isDurable = !writer.HasUnsynced;

        // The second lock, for the keys.
        using var locked = known.EnterState();

        if (isDurable)
        {
            locked.Keys.Cover(writer.LastDurable);
        }
        else
        {
            locked.Keys.TakeBack();
        }
    }

    private bool AreRipe()
    {
        using var locked = known.EnterState();
        return locked.Keys.IsRipe;
    }
}
