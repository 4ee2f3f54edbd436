using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Telemetry;

public sealed class When_a_notification_is_traced
{
    private const string Handler = "WebhookReceiver.Tests.Operating.Telemetry.TracedHandler";
    private const string StrangersTrace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task A_trace_leads_from_the_attempt_to_what_its_handler_calls_and_is_linked_to_the_POST()
    {
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector);
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"));
        var attempt = await OneAsync(collector, static span => span.Kind is SpanKind.Consumer);
        var post = await OneAsync(collector, static span => span.Kind is SpanKind.Server);
        var handler = await OneAsync(collector, static span => span.Name is Handler);
        var call = await OneAsync(collector, static span => span.Kind is SpanKind.Client);

        Assert.Equal("POST /webhook", post.Name);
        Assert.Equal(("WebhookReceiver", "", "200", "/webhook", "default"), (post.Source, post.ParentId, post.Tags["http.response.status_code"], post.Tags["http.route"], post.Tags["whatsapp.endpoint"]));

        Assert.Equal("process whatsapp.message.text", attempt.Name);
        Assert.Equal(("WebhookReceiver", ""), (attempt.Source, attempt.ParentId));
        Assert.NotEqual(post.TraceId, attempt.TraceId);
        Assert.Equal([post.Address], attempt.Links);
        Assert.Equal(post.Tags["whatsapp.delivery.id"], attempt.Tags["whatsapp.delivery.id"]);
        Assert.Equal(("1", "default", "message.text", "settled", 12), (attempt.Tags["whatsapp.attempt"], attempt.Tags["whatsapp.endpoint"], attempt.Tags["whatsapp.event.type"], attempt.Tags["whatsapp.outcome"], attempt.Tags["whatsapp.event.key"].Length));
        Assert.Equal(("whatsapp", "process", "whatsapp.message.text"), (attempt.Tags["messaging.system"], attempt.Tags["messaging.operation.type"], attempt.Tags["messaging.destination.name"]));

        Assert.Equal((attempt.TraceId, attempt.Id, SpanKind.Internal), (handler.TraceId, handler.ParentId, handler.Kind));
        Assert.Equal((attempt.TraceId, handler.Id, "System.Net.Http"), (call.TraceId, call.ParentId, call.Source));
        Assert.False(attempt.IsFailed || handler.IsFailed);
        Assert.Contains(collector.Resources.All, static resource => resource["service.name"] is "whatsapp-webhook-receiver" && resource["service.instance.id"].Length > 0);
    }

    [Fact]
    public async Task A_failure_is_recorded_with_its_type_alone_and_the_next_attempt_is_linked_as_well()
    {
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector, new(StringComparer.Ordinal) { ["Dispatch:RetryDelay"] = "00:00:00.1" });
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "please fail"));
        await collector.Spans.UntilAsync(static span => span.Kind is SpanKind.Consumer, 2, Token);
        var post = await OneAsync(collector, static span => span.Kind is SpanKind.Server);
        var first = await OneAsync(collector, static span => span.Kind is SpanKind.Consumer && span.Tags["whatsapp.attempt"] is "1");
        var second = await OneAsync(collector, static span => span.Kind is SpanKind.Consumer && span.Tags["whatsapp.attempt"] is "2");
        var failed = await OneAsync(collector, span => span.Name is Handler && span.ParentId.Equals(first.Id, StringComparison.Ordinal));

        Assert.All([first, second], attempt => Assert.Equal([post.Address], attempt.Links));
        Assert.NotEqual(first.TraceId, second.TraceId);
        Assert.Equal(("retry", "settled"), (first.Tags["whatsapp.outcome"], second.Tags["whatsapp.outcome"]));
        Assert.True(first.IsFailed && failed.IsFailed && !second.IsFailed);
        Assert.Equal("System.InvalidOperationException", failed.Tags["error.type"]);
        var (name, tags) = Assert.Single(failed.Events);
        Assert.Equal(("exception", "exception.type"), (name, Assert.Single(tags).Key));

        // A line of the log is found from the span, and the other way round.
        await collector.Lines.UntilAsync(static line => line.Tags.GetValueOrDefault("event.id") is "1601", 1, Token);
        var line = Assert.Single(collector.Lines.All, static line => line.Tags.GetValueOrDefault("event.id") is "1601");
        Assert.Equal((failed.TraceId, failed.Id, Handler), (line.TraceId, line.SpanId, line.Tags["Handler"]));
    }

    [Fact]
    public async Task The_link_survives_the_death_of_the_process()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("hang"), string.Empty, Token);
        await using var collector = await Collector.StartAsync();
        Dictionary<string, string?> settings = new(StringComparer.Ordinal) { ["Inbox:Directory"] = folder.File("inbox"), ["Traced:HangWhile"] = folder.File("hang") };
        ExportedSpan post;

        await using (var first = TracedReceiver.Start(collector, settings))
        {
            await first.UntilReadyAsync(Token);
            await first.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"));
            post = await OneAsync(collector, static span => span.Kind is SpanKind.Server);
            first.Kill();
            await first.UntilExitAsync(Token);
        }

        File.Delete(folder.File("hang"));
        await using var second = TracedReceiver.Start(collector, settings);
        var attempt = await OneAsync(collector, static span => span.Kind is SpanKind.Consumer);

        Assert.Equal([post.Address], attempt.Links);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task A_stranger_neither_joins_a_trace_nor_decides_what_is_recorded(string flags)
    {
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector, new(StringComparer.Ordinal) { ["OTEL_TRACES_SAMPLER"] = flags is "00" ? "parentbased_always_on" : "parentbased_always_off" });
        await receiver.UntilReadyAsync(Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"), $"00-{StrangersTrace}-b7ad6b7169203331-{flags}");

        if (flags is "00")
        {
            Assert.NotEqual(StrangersTrace, (await OneAsync(collector, static span => span.Kind is SpanKind.Server)).TraceId);
            return;
        }

        receiver.Terminate();
        await receiver.UntilExitAsync(Token);
        Assert.Empty(collector.Spans.All);
        Assert.NotEmpty(collector.Lines.All);
        Assert.Contains("whatsapp.deliveries.accepted", collector.Metrics.All);
    }

    [Theory]
    [InlineData("parentbased_traceidratio", "0.5")]
    [InlineData("parentbased_ratelimiting", "0.01")]
    public async Task Where_some_are_chosen_a_POST_and_its_handling_are_recorded_together(string sampler, string argument)
    {
        const int Deliveries = 60;
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector, new(StringComparer.Ordinal)
        {
            ["OTEL_TRACES_SAMPLER"] = sampler,
            ["OTEL_TRACES_SAMPLER_ARG"] = argument,
            ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = TracedHandler.Source,
            ["EventLog:Path"] = "events.jsonl",
        });
        await receiver.UntilReadyAsync(Token);

        // A stranger takes nothing from what may be recorded.
        using var unsigned = await receiver.Http.PostAsync(receiver.Callback, new StringContent("{}"), Token);

        for (var number = 0; number < Deliveries; number++)
        {
            await receiver.PostAsync(Notifications.Text($"155501003{number:00}", $"wamid.{number}", "hello"));
        }

        await Poll.UntilAsync(
            async () => (await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/metrics"), Token)).Contains("whatsapp_lanes 0\n", StringComparison.Ordinal), "all was handled", Token);
        receiver.Terminate();
        Assert.Equal(0, await receiver.UntilExitAsync(Token));
        var posts = collector.Spans.All.Where(static span => span.Kind is SpanKind.Server).Select(static span => span.Address).ToList();

        Assert.InRange(posts.Count, 1, Deliveries - 1);
        Assert.Equal(posts.Count, collector.Spans.All.Count(static span => span.Source is TracedHandler.Source));
        Assert.Equal(posts.Count, collector.Spans.All.Count(static span => span.Kind is SpanKind.Client));
        Assert.Equal(posts.Order(), collector.Spans.All.Where(static span => span.Kind is SpanKind.Consumer).Select(static span => Assert.Single(span.Links)).Distinct().Order());
    }

    [Fact]
    public async Task Requests_without_a_proof_are_not_exported()
    {
        await using var collector = await Collector.StartAsync();
        await using var receiver = TracedReceiver.Start(collector);
        await receiver.UntilReadyAsync(Token);
        using var unsigned = await receiver.Http.PostAsync(receiver.Callback, new StringContent("{}"), Token);
        using var stray = await receiver.Http.GetAsync(new Uri(receiver.PublicUrl, "/nowhere?secret"), Token);
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.traced", "hello"));
        receiver.Terminate();
        await receiver.UntilExitAsync(Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), (unsigned.StatusCode, stray.StatusCode));
        Assert.Single(collector.Spans.All, static span => span.Kind is SpanKind.Server);
    }

    private static async Task<ExportedSpan> OneAsync(Collector collector, Func<ExportedSpan, bool> which)
    {
        await collector.Spans.UntilAsync(which, 1, Token);
        return Assert.Single(collector.Spans.All, span => which(span));
    }
}
