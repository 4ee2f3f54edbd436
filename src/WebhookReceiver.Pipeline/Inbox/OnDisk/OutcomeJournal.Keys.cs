namespace WebhookReceiver.Inbox.OnDisk;

/// <content>When the keys of settled events go from memory into a file.</content>
internal sealed partial class OutcomeJournal
{
    private bool AreKeysRipe()
    {
        lock (gate)
        {
            return keys.IsRipe;
        }
    }

    /// <summary>
    /// Only what is durable may be in a file of keys and be covered by it. A key that a power cut would have undone would hide the event that comes again,
    /// and numbers of frames that it takes away are given again.
    /// </summary>
    private void WriteRipeKeys()
    {
        lock (writing)
        {
            if (!isBroken && AreKeysRipe())
            {
                if (TryWriteOut(settingKeysAside: true))
                {
                    TrySync();
                }

                var isDurable = !isBroken && unsynced.IsEmpty;

                lock (gate)
                {
                    if (isDurable)
                    {
                        keys.Cover(appender!.DurableEnd.LastSequence);
                    }
                    else
                    {
                        keys.TakeBack();
                    }
                }
            }
        }

        if (!keys.HasFrozen)
        {
            return;
        }

        try
        {
            var run = keys.WriteRun();

            lock (gate)
            {
                keys.Written(run);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            KeysNotWritten(logger, exception.Message);
        }
    }
}
