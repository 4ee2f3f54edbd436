using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>Collects what a trace exporter would see of this run of the suite: names and tags of every activity in this process.</summary>
internal static class SuiteTraces
{
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = static _ => true,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = static activity =>
        {
            // The test's own client is not part of the service.
            if (activity.Kind is not ActivityKind.Client)
            {
                Lines!.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}"))}");
            }
        },
    };

    public static ConcurrentQueue<string> Lines { get; } = new();

    [ModuleInitializer]
    internal static void Listen() => ActivitySource.AddActivityListener(Listener);
}
