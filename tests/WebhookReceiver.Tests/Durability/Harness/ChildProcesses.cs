using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Tests that examine the timing, the system calls or the resources of a process run one at a time and alone. Whether something is lost does not depend on that.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChildProcesses
{
    public const string Name = "child processes";
}
