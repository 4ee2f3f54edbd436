namespace WebhookReceiver.Benchmarks;

/// <summary>A directory that is gone with this object. Set <c>TMPDIR</c> to choose the disk that a store is measured on.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("webhook-benchmark-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
