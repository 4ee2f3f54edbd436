namespace WebhookReceiver.Postgres;

/// <summary>What this instance knows about one slot. Guarded by <see cref="SlotTable"/>.</summary>
internal sealed class SlotState(byte id)
{
    public byte Id => id;

    public SlotHold Hold { get; set; }

    /// <summary>The epoch of the ownership; grows with each owner.</summary>
    public long Epoch { get; set; }

    /// <summary>Counts the ownerships of this process: what was taken under an earlier one settles nothing under a later one.</summary>
    public int Generation { get; set; }

    /// <summary>Whether what an earlier owner left has been read, so that the slot takes part in the common poll.</summary>
    public bool IsCaughtUp { get; set; }

    /// <summary>Whether everything up to <see cref="PostgresSource.ReadTo"/> has been taken, not merely read.</summary>
    public bool IsReadTo { get; set; }

    /// <summary>How many events of the slot are in progress.</summary>
    public int Busy { get; set; }

    /// <summary>What was taken, by writer.</summary>
    public Dictionary<long, TakenDeliveries> Taken { get; } = [];
}

/// <summary>How this instance holds a slot.</summary>
internal enum SlotHold
{
    /// <summary>Another instance owns it, or none.</summary>
    No,

    Owned,

    /// <summary>Nothing new begins; what is in progress finishes, and then the slot is released.</summary>
    Leaving,
}
