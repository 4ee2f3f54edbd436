using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>The result of the judge.</summary>
/// <param name="Violations">Each one names the violated invariant.</param>
/// <param name="Summary">The figures in one line.</param>
internal sealed record LedgerVerdict(IReadOnlyList<string> Violations, string Summary)
{
    /// <summary>Prints the figures, and fails the test if a promise is broken.</summary>
    public void Enforce()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Summary);

        if (Violations.Count > 0)
        {
            Assert.Fail($"{Summary}\n{Violations.Count} violations:\n{string.Join('\n', Violations.Take(20))}");
        }
    }
}
