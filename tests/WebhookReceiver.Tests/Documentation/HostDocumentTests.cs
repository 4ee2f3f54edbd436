using WebhookReceiver.Pipeline.Tests.Documentation;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Documentation;

/// <summary>The list in the host's README matches the code.</summary>
public sealed class HostDocumentTests
{
    [Fact]
    public void The_README_lists_the_log_lines() =>
        MarkedText.Of("src/WebhookReceiver/README.md", "log lines", nameof(HostDocumentTests)).AssertIs(LogTable.Write(typeof(Program).Assembly));

    [Fact]
    public void No_log_event_id_is_used_twice()
    {
        var lines = LogTable.Lines(typeof(Program).Assembly).Concat(LogTable.Lines(typeof(WhatsAppContext).Assembly)).ToList();

        Assert.True(lines.Count > 60, $"Only {lines.Count} lines were found.");
        Assert.Empty(lines.GroupBy(static line => line.EventId).Where(static same => same.Count() > 1).Select(static same => same.Key));
    }

    [Fact]
    public async Task The_README_lists_the_metrics() => MarkedText.Of("src/WebhookReceiver/README.md", "metrics", nameof(HostDocumentTests)).AssertIs(await MetricTable.WriteAsync());
}
