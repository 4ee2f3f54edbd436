using System.Text.RegularExpressions;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Documentation;

/// <summary>The lists in the README of the pipeline are those of the code.</summary>
public sealed partial class PipelineDocumentTests
{
    private const string Readme = "src/WebhookReceiver.Pipeline/README.md";

    [Fact]
    public void The_README_lists_the_public_types() => Part("public types").AssertIs(PublicTypeTable.Write());

    [Fact]
    public void The_README_lists_the_instruments() => Part("instruments").AssertIs(InstrumentTable.Write());

    [Fact]
    public void The_README_lists_the_log_lines() => Part("log lines").AssertIs(LogTable.Write(typeof(WhatsAppContext).Assembly));

    [Fact]
    public void Instruments_are_made_in_one_place() =>
        Assert.All(
            RepositoryFiles.Paths.Where(static path => path.StartsWith("src/", StringComparison.Ordinal) && Making().IsMatch(RepositoryFiles.Read(path))),
            static path => Assert.StartsWith("src/WebhookReceiver.Pipeline/Observation/ReceiverMetrics.", path, StringComparison.Ordinal));

    private static MarkedText Part(string name) => MarkedText.Of(Readme, name, nameof(PipelineDocumentTests));

    [GeneratedRegex(@"\.Create(Counter|Histogram|Gauge|UpDownCounter|Observable\w+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Making();
}
