using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Tests that start, kill and freeze processes run one at a time and beside nothing else: what they measure is time and disk.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChildProcesses
{
    public const string Name = "child processes";
}
