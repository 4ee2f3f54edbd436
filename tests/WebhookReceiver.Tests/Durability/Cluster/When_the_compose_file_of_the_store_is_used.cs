using System.Net;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.Tests.Tls;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;
using YamlDotNet.Serialization;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>
/// <c>compose.yaml</c> and <c>balancer.conf</c> of the store: the settings of the one start the receivers, the other is in front of them. Only addresses are replaced, because no
/// container runs here.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class When_the_compose_file_of_the_store_is_used(SharedCluster shared)
{
    private const string Folder = "src/WebhookReceiver.Postgres/";
    private const int Messages = 20;

    [ThoroughFact]
    public async Task Two_receivers_behind_the_balancer_handle_everything_and_one_of_them_may_die()
    {
        Machine.NeedsCommands("docker-compose", "nginx");
        var settings = await SettingsAsync();
        var schema = shared.Server.NewSchema();
        settings["Inbox:Postgres:ConnectionString"] = shared.Connection;
        settings["Inbox:Postgres:Schema"] = schema;
        await using var first = ReceiverProcess.Start(settings);
        await using var second = ReceiverProcess.Start(settings);
        await Task.WhenAll(first.UntilReadyAsync(Patience.Token), second.UntilReadyAsync(Patience.Token));
        await using var balancer = new ProxyProcess();
        await balancer.StartNginxAsync($"events {{ }}\nhttp {{\n{balancer.NginxPaths}\naccess_log off;\n{Balancer(balancer.Port, first.PublicUrl.Port, second.PublicUrl.Port)}}}");
        var callback = new Uri($"http://127.0.0.1:{balancer.Port}/webhook");

        await SendAsync(first, callback, 0, settings["WhatsApp:AppSecret"]!);
        await UntilHandledAsync(schema, Messages);
        second.Kill();
        await SendAsync(first, callback, Messages, settings["WhatsApp:AppSecret"]!);
        await UntilHandledAsync(schema, 2 * Messages);
    }

    /// <summary>The settings of a receiver as docker-compose reads them.</summary>
    private static async Task<Dictionary<string, string?>> SettingsAsync()
    {
        var text = await Machine.RunAsync("docker-compose", "--file", RepositoryFiles.PathOf(Folder + "compose.yaml"), "config");
        var services = new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<ComposeFile>(text).Services;
        var all = new[] { "receiver1", "receiver2" }.Select(name => services[name].Environment
            .ToDictionary(static one => one.Key.Replace("__", ":", StringComparison.Ordinal), static string? (one) => one.Value, StringComparer.Ordinal)).ToList();
        Assert.Equal(all[0], all[1]);
        return all[0];
    }

    private static string Balancer(int port, int first, int second)
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf(Folder + "balancer.conf"));

        foreach (var (from, to) in new[] { ("listen 8080;", $"listen 127.0.0.1:{port};"), ("receiver1:8080", $"127.0.0.1:{first}"), ("receiver2:8080", $"127.0.0.1:{second}") })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }

    private static async Task SendAsync(ReceiverProcess sender, Uri callback, int from, string secret)
    {
        for (var number = from; number < from + Messages; number++)
        {
            using var request = Notifications.Signed(callback, Notifications.Text($"1555{number:D7}", $"wamid.{number}", "Hello"), secret);
            using var answer = await sender.Http.SendAsync(request, Patience.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private Task UntilHandledAsync(string schema, int count) => Poll.UntilAsync(
        () => ReceiverCluster.ReadAsync<bool>(shared.Connection, $"select count(distinct key) = {count} from {schema}.outcome where kind = 8"), $"{count} messages were handled", Patience.Token);

    /// <summary>What the test reads of it.</summary>
    private sealed class ComposeFile
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, ComposeService> Services { get; init; } = [];
    }

    private sealed class ComposeService
    {
        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; init; } = [];
    }
}
