using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>What a change costs: the deliveries per second of this build of the receiver against those of another, most often an earlier one.</summary>
internal sealed class AgainstBenchmark(AgainstOptions options)
{
    private const double Bar = 0.97;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var comparison = new Comparison(
            options.Comparison,
            reference: new Contestant("other", new ReceiverSetup { Host = options.Host }),
            other: new Contestant("this", new ReceiverSetup()),
            appSecret: RandomNumberGenerator.GetHexString(32, lowercase: true));

        return comparison.RunAsync($"the other build is {options.Host}", Bar, cancellationToken);
    }
}
