using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using WebhookReceiver.Operations.Documentation;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Documentation;

/// <summary>The document names the listener that answers each path, at the address at which the reader can reach it.</summary>
public sealed class When_the_servers_of_the_document_are_called
{
    /// <summary>As Swagger UI shows an example.</summary>
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Each_path_is_answered_by_its_own_server_and_not_by_the_other()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" });
        var document = await ServedDocument.OfAsync(receiver);
        var operations = new Uri(Assert.Single(ServersOf(document.Root)));
        var callbacks = new Uri(Assert.Single(ServersOf(document.Root.GetProperty("paths").GetProperty("/webhook"))));

        Assert.Equal((receiver.OperationsUrl.Authority, receiver.PublicUrl.Authority), (operations.Authority, callbacks.Authority));

        foreach (var (path, right, wrong) in new[] { ("/health/live", operations, callbacks), ("/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=" + Receiver.VerifyToken, callbacks, operations) })
        {
            using var found = await receiver.Http.GetAsync(new Uri(right, path), Patience.Token);
            using var missing = await receiver.Http.GetAsync(new Uri(wrong, path), Patience.Token);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (found.StatusCode, missing.StatusCode));
        }
    }

    [Theory]
    [InlineData("localhost:9999", null, "http://localhost:9999")]
    [InlineData("desk.example.com", "https", "https://desk.example.com")]
    [InlineData("desk.example.com", "javascript", "http://desk.example.com")]
    public async Task Through_a_tunnel_or_a_proxy_it_is_the_address_that_the_reader_used(string host, string? scheme, string expected)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:AllowedHosts"] = "desk.example.com" });

        var document = await ServedDocument.OfAsync(receiver, request =>
        {
            request.Headers.Host = host;
            request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        });

        Assert.Equal([expected], ServersOf(document.Root));
    }

    [Fact]
    public async Task A_wildcard_is_replaced_by_the_host_of_the_request_and_the_configured_address_comes_first()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Urls"] = "http://+:0", ["Register:PublicUrl"] = "https://hooks.example.com" });

        var document = await ServedDocument.OfAsync(receiver, static request => request.Headers.Host = "192.0.2.7:8081");

        Assert.Equal(["https://hooks.example.com", $"http://192.0.2.7:{receiver.PublicUrl.Port}"], ServersOf(document.Root.GetProperty("paths").GetProperty("/webhook")));
    }

    /// <summary>Both example and signature are in the document as people copy them.</summary>
    [Fact]
    public async Task In_Development_the_example_notification_is_accepted()
    {
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["WhatsApp:AppSecret"] = "dev-app-secret" }, host: static host => host.UseEnvironment("Development"));
        var notification = (await ServedDocument.OfAsync(receiver)).Find("POST", "/webhook");
        var example = notification.Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        var body = JsonSerializer.Serialize(example, Indented);
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Callback) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(SignatureHeader.HeaderName, Assert.Single(notification.Parameters).GetProperty("example").GetString());

        using var answer = await receiver.Http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(CallbackNotification.Example().Body, body);
    }

    private static IEnumerable<string> ServersOf(JsonElement element) => element.GetProperty("servers").EnumerateArray().Select(static server => server.GetProperty("url").GetString()!);
}
