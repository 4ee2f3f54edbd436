using System.Text.Json;
using BenchmarkDotNet.Attributes;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What it costs to read a delivery of one text message into its event, key and contact included, against walking over the same bytes with the
/// framework's reader and doing nothing.
/// </summary>
[MemoryDiagnoser]
public class ParsingBenchmarks
{
    private byte[] body = [];

    [GlobalSetup]
    public void Prepare() => body = new SignedPayloads("unused-here", DateTimeOffset.UnixEpoch.AddSeconds(1_781_000_000)).Body(1);

    [Benchmark(Baseline = true)]
    public int Walk()
    {
        var reader = new Utf8JsonReader(body);
        var tokens = 0;

        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    [Benchmark]
    public IReadOnlyList<WhatsAppEvent> Read_text_message() => WhatsAppPayload.Read(body);
}
