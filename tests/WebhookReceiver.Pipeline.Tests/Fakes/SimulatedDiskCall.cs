namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>An operation of a simulated disk.</summary>
internal enum DiskOperation
{
    CreateDirectory,
    List,
    Create,
    Open,
    Read,
    Write,
    Sync,
    Delete,
    SyncDirectory,
    FreeBytes,
}

/// <summary>One call of a simulated disk.</summary>
internal sealed record SimulatedDiskCall(DiskOperation Operation, string Path, long Offset = 0, int Length = 0)
{
    /// <summary>Whether it changes the content of the disk, or which part of it is durable.</summary>
    public bool IsChange => Operation is not (DiskOperation.List or DiskOperation.Open or DiskOperation.Read or DiskOperation.FreeBytes);

    public bool IsOn(string path) => Path.Equals(path, StringComparison.Ordinal);

    public bool IsIn(string folder) => folder.Equals(System.IO.Path.GetDirectoryName(Path), StringComparison.Ordinal);
}
