using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Telemetry;

public sealed class When_telemetry_is_exported
{
    private const int VersionOffset = 4;

    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Nothing_in_it_is_about_a_person_or_secret()
    {
        string[] markers =
        [
            "15550100987", "Marker Name", "marker text", "wamid.MARKER", "marker-type", "marker-path", "marker-query", "marker-token", "marker-agent", "MarkerHost", "marker-baggage", "marker-header",
            Receiver.VerifyToken, Receiver.AppSecret, "marker-operations-key",
        ];
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector, new(StringComparer.Ordinal)
        {
            ["Dispatch:RetryDelay"] = "00:00:00.1",
            ["Operations:ApiKey"] = "marker-operations-key",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-tenant=marker-header",
        });
        await receiver.UntilReadyAsync(Token);
        receiver.Http.DefaultRequestHeaders.Add("User-Agent", "marker-agent");
        receiver.Http.DefaultRequestHeaders.Add("baggage", "a=marker-baggage");
        receiver.Http.DefaultRequestHeaders.Host = "MarkerHost";

        foreach (var path in (string[])[$"/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken}", "/webhook?hub.mode=subscribe&hub.verify_token=marker-token", "/marker-path?marker-query"])
        {
            using var answer = await receiver.Http.GetAsync(new Uri(receiver.PublicUrl, path), Token);
        }

        await receiver.PostAsync(
            """{"object":"whatsapp_business_account","entry":[{"id":"102000000000001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},"contacts":[{"profile":{"name":"Marker Name"},"wa_id":"15550100987"}],"messages":[{"from":"15550100987","id":"wamid.MARKER1","timestamp":"1781000000","type":"text","text":{"body":"marker text, please fail"}},{"from":"15550100987","id":"wamid.MARKER2","timestamp":"1781000000","type":"marker-type"}]}}]}]}""");
        await collector.Spans.UntilAsync(static span => span.Kind is SpanKind.Consumer, 3, Token);
        await collector.Metrics.UntilAsync(static name => name is "whatsapp.handlers.failed", 1, Token);
        await collector.Lines.UntilAsync(static line => line.Tags.GetValueOrDefault("event.id") is "1601", 1, Token);
        receiver.Terminate();
        Assert.Equal(0, await receiver.UntilExitAsync(Token));

        Assert.All(markers, marker => Assert.DoesNotContain(marker, collector.Everything, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(collector.Spans.All, static span => span.Name is "process whatsapp.message.other");
        Assert.Contains("/v1/traces marker-header", collector.Requests.All);
        Assert.Contains("http.server.request.duration", collector.Metrics.All);
        Assert.Contains("dotnet.gc.collections", collector.Metrics.All);
    }

    [Fact]
    public async Task A_signal_can_be_left_out_or_go_elsewhere()
    {
        await using var common = await Collector.StartAsync();
        await using var own = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(common, new(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = new Uri(own.Url, "/v1/traces").ToString(),
            ["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] = "x-tenant=a%20b",
            ["OTEL_METRICS_EXPORTER"] = "none",
            ["OTEL_SERVICE_NAME"] = "desk",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test,service.name=unused",
        });
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"));
        await own.Spans.UntilAsync(static span => span.Kind is SpanKind.Consumer, 1, Token);
        receiver.Terminate();
        Assert.Equal(0, await receiver.UntilExitAsync(Token));

        Assert.Empty(common.Spans.All);
        Assert.Empty(common.Metrics.All.Concat(own.Metrics.All));
        Assert.NotEmpty(common.Lines.All);
        Assert.All(own.Requests.All, static request => Assert.Equal("/v1/traces a b", request));
        Assert.All(own.Resources.All.Concat(common.Resources.All), static resource => Assert.Equal(("desk", "test"), (resource["service.name"], resource["deployment.environment.name"])));
    }

    [Fact]
    public async Task Log_lines_are_those_of_the_console()
    {
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector, new(StringComparer.Ordinal)
        {
            ["Serilog:MinimumLevel:Default"] = "Warning",
            ["Serilog:MinimumLevel:Override:WebhookReceiver.Inbox"] = "Information",
        });
        await receiver.UntilReadyAsync(Token);
        using var unsigned = await receiver.Http.PostAsync(receiver.Callback, new StringContent("{}"), Token);
        await receiver.UntilPrintedAsync("refused 1 request(s)", Token);
        receiver.Terminate();
        Assert.Equal(0, await receiver.UntilExitAsync(Token));
        var printed = receiver.Output.Split('\n').Where(static line => line.StartsWith('{')).Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("RenderedMessage").GetString());

        Assert.Equal(printed.Order(), collector.Lines.All.Select(static line => line.Text).Order());
        Assert.Contains(collector.Lines.All, static line => line.Category is "WebhookReceiver.Observation.RefusalLog" && line.Tags["event.id"] is "1101" && line.Tags["StatusCode"] is "401");
    }

    [Fact]
    public async Task A_collector_that_is_gone_costs_neither_a_notification_nor_the_stop()
    {
        await using var receiver = ReceiverProcess.Start(new(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{ReceiverProcess.FreePort()}",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "20",
            ["EventLog:Path"] = "events.jsonl",
        });
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"));
        await receiver.UntilPrintedAsync("export(s) of telemetry failed", Token);
        receiver.Terminate();

        Assert.Equal(0, await receiver.UntilExitAsync(Token));
    }

    [Fact]
    public async Task A_collector_that_never_answers_does_not_hold_up_the_stop()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var receiver = ReceiverProcess.Start(new(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{silent.LocalEndpoint}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",

            // Longer than the test waits.
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "600000",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "20",
        });
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"));
        receiver.Terminate();

        Assert.Equal(0, await receiver.UntilExitAsync(Token));
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_of_it_is_loaded_and_nothing_is_stored()
    {
        using var folder = new TemporaryDirectory();
        await using var receiver = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Inbox:Directory"] = folder.File("inbox"), ["OTEL_TRACES_SAMPLER"] = "nonsense" });
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.DoesNotContain("OpenTelemetry", await File.ReadAllTextAsync($"/proc/{receiver.Id}/maps", Token), StringComparison.Ordinal);
        receiver.Terminate();
        await receiver.UntilExitAsync(Token);
        Assert.All(Directory.GetFiles(folder.File("inbox/deliveries")), static segment => Assert.Equal(2, BinaryPrimitives.ReadInt32LittleEndian(File.ReadAllBytes(segment).AsSpan(VersionOffset))));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://user:marker@collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "marker")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "marker")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "Bearer marker")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/marker.pem")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "0")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "many")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "marker")]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "-1")]
    [InlineData("OTEL_SDK_DISABLED", "yes")]
    public async Task A_wrong_variable_is_one_line_that_names_it(string key, string value)
    {
        await using var receiver = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317", [key] = value });

        Assert.Equal(1, await receiver.UntilExitAsync(Token));
        var lines = receiver.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"  - {key} is ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("marker", receiver.Output, StringComparison.Ordinal);
    }
}
