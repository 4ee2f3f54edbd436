using WebhookReceiver.Pipeline.Tests.Documentation;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Documentation;

/// <summary>The list in the host's README matches the code.</summary>
public sealed class HostDocumentTests
{
    [Fact]
    public void The_README_lists_the_lines_of_the_log() =>
        MarkedText.Of("src/WebhookReceiver/README.md", "log lines", nameof(HostDocumentTests)).AssertIs(LogTable.Write(typeof(Program).Assembly));

    [Fact]
    public void No_number_of_a_log_line_is_given_twice()
    {
        var lines = LogTable.Lines(typeof(Program).Assembly).Concat(LogTable.Lines(typeof(WhatsAppContext).Assembly)).ToList();

        Assert.True(lines.Count > 60, $"Only {lines.Count} lines were found.");
        Assert.Empty(lines.GroupBy(static line => line.EventId).Where(static same => same.Count() > 1).Select(static same => same.Key));
    }
}
