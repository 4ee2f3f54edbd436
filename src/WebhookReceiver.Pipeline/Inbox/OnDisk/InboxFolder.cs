namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>What lies where in <c>Inbox:Directory</c>.</summary>
internal sealed record InboxFolder(string Path)
{
    /// <summary>The journal of what was accepted.</summary>
    public string Deliveries => System.IO.Path.Combine(Path, "deliveries");

    /// <summary>The journal of what became of it.</summary>
    public string Outcomes => System.IO.Path.Combine(Path, "outcomes");

    /// <summary>Sorted files of keys, made from the outcomes and made again from them when one is missing.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Copies of what was found damaged.</summary>
    public string Damaged => System.IO.Path.Combine(Path, "damaged");

    public string PathOf(DeliverySegment segment) => System.IO.Path.Combine(Deliveries, segment.Name.ToString());

    /// <summary>Locked for as long as a process uses the folder.</summary>
    public string Lock => System.IO.Path.Combine(Path, "lock");
}
