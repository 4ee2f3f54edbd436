using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Short runs in this process. The usual way, a project of its own for each case, builds everything again with all analyzers and runs into
/// BenchmarkDotNet's limit of two minutes on a small machine; ratios within one run are what is looked at.
/// </summary>
internal static class MicroConfig
{
    public static IConfig Create() =>
        DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
}
