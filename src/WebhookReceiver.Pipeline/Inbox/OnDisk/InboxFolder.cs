namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The layout of <c>Inbox:Directory</c>.</summary>
internal sealed record InboxFolder(string Path)
{
    /// <summary>The journal of accepted deliveries.</summary>
    public string Deliveries => System.IO.Path.Combine(Path, "deliveries");

    /// <summary>The journal of their outcomes.</summary>
    public string Outcomes => System.IO.Path.Combine(Path, "outcomes");

    /// <summary>Sorted key files, built from the outcomes and rebuilt when one is missing.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>For each segment that is no longer written, where the deliveries or events in it are; built from it, and rebuilt when missing.</summary>
    public string Index => System.IO.Path.Combine(Path, "index");

    /// <summary>Copies of damaged bytes.</summary>
    public string Damaged => System.IO.Path.Combine(Path, "damaged");

    public string PathOf(DeliverySegment segment) => System.IO.Path.Combine(Deliveries, segment.Name.ToString());

    /// <summary>Locked for as long as a process uses the folder.</summary>
    public string Lock => System.IO.Path.Combine(Path, "lock");
}
