using Xunit;

namespace WebhookReceiver.Tests.Logs;

/// <summary>The collection that runs alone, and therefore after everything that runs in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SuiteLogs
{
    public const string Name = "The logs of the whole suite";
}
