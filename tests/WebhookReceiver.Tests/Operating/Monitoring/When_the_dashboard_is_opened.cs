using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Monitoring;

/// <summary>The Grafana dashboard that is shipped: each of its panels finds something at a Prometheus that scrapes a real service.</summary>
public sealed class When_the_dashboard_is_opened
{
    /// <summary>Queries that find nothing although all is well, with the reason.</summary>
    private static readonly Dictionary<string, string> Empty = new(StringComparer.Ordinal)
    {
        ["min(whatsapp_certificates_remaining_seconds{instance=~\"$instance\"})"] = "without certificates in the settings there is none that could end",
    };

    private static JsonElement Dashboard { get; } = JsonDocument.Parse(RepositoryFiles.Read("src/WebhookReceiver/Operations/Grafana/dashboard.json")).RootElement;

    private static IReadOnlyList<JsonElement> Panels { get; } = [.. Dashboard.GetProperty("panels").EnumerateArray()];

    private static IReadOnlyList<string> Queries { get; } =
        [.. Panels.Where(static panel => panel.TryGetProperty("targets", out _)).SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()).Select(static target => target.GetProperty("expr").GetString()!)];

    [Fact]
    public async Task Each_query_finds_a_series()
    {
        await using var busy = new BusyReceiver();
        await using var prometheus = await PrometheusProcess.StartAsync(busy.Receiver.OperationsUrl);
        IReadOnlyList<string> missing = [];

        await Poll.UntilAsync(
            async () =>
            {
                await busy.WorkAsync(rounds: 20);
                missing = await MissingAsync(prometheus);
                return missing.Count == Empty.Count;
            },
            "each query found something",
            Patience.Token);

        Assert.Equal(Empty.Keys, missing);
    }

    [Fact]
    public void Panels_have_ids_of_their_own_titles_and_descriptions_and_do_not_overlap()
    {
        Assert.Equal(Panels.Count, Panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(Panels, static panel => Assert.NotEmpty(panel.GetProperty("title").GetString()!));
        Assert.All(Panels.Where(static panel => panel.GetProperty("type").GetString() is not "row"), static panel => Assert.NotEmpty(panel.GetProperty("description").GetString()!));
        var cells = Panels.Select(static panel => panel.GetProperty("gridPos")).SelectMany(static place =>
            from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
            from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
            select (x, y)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, static cell => Assert.InRange(cell.x, 0, 23));
    }

    [Fact]
    public void Data_source_and_instance_are_variables_that_every_panel_uses()
    {
        Assert.Equal(["datasource", "instance"], Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(static variable => variable.GetProperty("name").GetString()));
        Assert.All(Queries, static query => Assert.Contains("instance=~\"$instance\"", query, StringComparison.Ordinal));
        Assert.All(
            Panels.Where(static panel => panel.TryGetProperty("targets", out _)).SelectMany(static panel => panel.GetProperty("targets").EnumerateArray().Append(panel)),
            static part => Assert.Equal("${datasource}", part.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(PrometheusProcess prometheus)
    {
        var missing = new List<string>();

        foreach (var query in Queries)
        {
            // As Grafana does it, which replaces the variables and takes four scrapes at least.
            if (await prometheus.QueryAsync(query.Replace("$instance", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal)) is [])
            {
                missing.Add(query);
            }
        }

        return missing;
    }
}
