using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>Collects what a trace exporter would see of this run of the suite: names and tags of every activity in this process.</summary>
internal static class SuiteTraces
{
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = static _ => true,

        // With all data, but not recorded: the context of a recorded POST is stored, which changes the files that other tests look at.
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
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
    internal static void Listen()
    {
        // A receiver that is a process of its own loads this assembly for its handlers, and must decide by itself what it records.
        if (Assembly.GetEntryAssembly() == typeof(SuiteTraces).Assembly)
        {
            ActivitySource.AddActivityListener(Listener);
        }
    }
}
