using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Tests in which the times, the system calls or the resources of one process are looked at run one at a time and beside nothing else. Whether something is lost does not depend on that.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChildProcesses
{
    public const string Name = "child processes";
}
