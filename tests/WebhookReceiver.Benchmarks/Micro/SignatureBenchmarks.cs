using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What a signature costs per delivery: a plain message (500 bytes) and a large batch (100 KB), with the key prepared per call or once.
/// </summary>
[MemoryDiagnoser]
public class SignatureBenchmarks : IDisposable
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] mac = new byte[HMACSHA256.HashSizeInBytes];
    private IncrementalHash? reused;
    private byte[] body = [];

    [Params(500, 100 * 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        body = RandomNumberGenerator.GetBytes(Bytes);
        reused = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
    }

    [Benchmark(Baseline = true)]
    public int One_shot() => HMACSHA256.HashData(key, body, mac);

    [Benchmark]
    public bool Incremental_reused() => Append(reused!);

    [Benchmark]
    public bool Incremental_per_call()
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        return Append(hash);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    // Not sealed, since BenchmarkDotNet derives from the class; hence the long way to dispose one field.
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            reused?.Dispose();
        }
    }

    private bool Append(IncrementalHash hash)
    {
        hash.AppendData(body);
        return hash.TryGetHashAndReset(mac, out _);
    }
}
