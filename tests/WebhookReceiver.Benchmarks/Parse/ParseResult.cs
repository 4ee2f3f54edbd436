namespace WebhookReceiver.Benchmarks;

/// <summary>What reading one body costs: medians of the rounds, times in microseconds.</summary>
internal sealed record ParseResult(
    string Name, int Bytes, int Events, double Walk, double Read, long AllocatedPerRead, double Ratio, double LowestRatio, double HighestRatio);
