using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Moves the keys of settled events from memory into a file when due. Used by the outcome thread only.</summary>
internal sealed class KeyFileWriter(KnownOutcomes known, OutcomeWriter writer, HandledKeys keys, ILogger logger)
{
    /// <summary>Writes a key file when there are enough keys, or when they are from an earlier day.</summary>
    public void WriteWhenRipe()
    {
        SetAsideWhenRipe();

        // Read without a lock: only this thread freezes keys, and nobody changes them until they are written.
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
    /// A key file may contain and cover only what is durable. A key that a power cut undoes would suppress the event when it is repeated, and the frame numbers
    /// lost in the cut are reused.
    /// </summary>
    private void SetAsideWhenRipe()
    {
        // Held from freezing until covering: no frame may be written in between, or the covered number would include it.
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

        // The second lock, which guards the keys.
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
