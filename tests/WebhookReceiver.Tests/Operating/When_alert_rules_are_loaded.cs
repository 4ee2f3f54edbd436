using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operations.Metrics;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Operating;

/// <summary>The alert rules that are shipped: Prometheus' own program judges them, and every metric in them exists.</summary>
public sealed partial class When_alert_rules_are_loaded
{
    private const string Folder = "src/WebhookReceiver/Operations/Alerts/";

    [Fact]
    public async Task Prometheus_understands_them_and_each_fires_when_it_should_and_only_then()
    {
        Machine.NeedsCommands("promtool");

        Assert.Contains("SUCCESS", await Machine.RunAsync("promtool", "check", "rules", RepositoryFiles.PathOf(Folder + "alerts.yaml")), StringComparison.Ordinal);
        Assert.Contains("SUCCESS", await Machine.RunAsync("promtool", "test", "rules", RepositoryFiles.PathOf(Folder + "alerts.tests.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_has_a_test_and_names_metrics_that_exist()
    {
        var rules = await File.ReadAllTextAsync(RepositoryFiles.PathOf(Folder + "alerts.yaml"), Patience.Token);
        var tests = await File.ReadAllTextAsync(RepositoryFiles.PathOf(Folder + "alerts.tests.yaml"), Patience.Token);
        await using var receiver = Receiver.Start();
        var known = receiver.Services.GetRequiredService<MetricsCollector>().Collect().Select(static family => family.Name).ToHashSet(StringComparer.Ordinal);
        var used = Metric().Matches(rules).Select(static match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(known));
        Assert.All(Alert().Matches(rules), rule => Assert.Matches($"alertname: {rule.Groups["name"].Value}\\n +exp_alerts:", tests));
    }

    /// <summary>Without what Prometheus adds to the name of a histogram.</summary>
    [GeneratedRegex(@"\bwhatsapp_\w+?(?=_bucket\b|\W)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Alert();
}
