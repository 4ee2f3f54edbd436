using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H18")]
public sealed class When_health_is_requested(OpenDoor door) : IClassFixture<OpenDoor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/")]
    public async Task The_public_port_says_nothing(string path)
    {
        using var answer = await door.Receiver.Http.GetAsync(new Uri(door.Receiver.PublicUrl, path), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(["Connection", "Date"], answer.Headers.Select(static header => header.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Live_says_that_the_process_answers_and_no_more()
    {
        using var answer = await door.Receiver.Http.GetAsync(new Uri(door.Receiver.OperationsUrl, "/health/live"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"ok"}""", await answer.Content.ReadAsStringAsync(Token));
        Assert.Empty(answer.Headers.Server);
    }

    [Fact]
    public async Task Ready_reports_what_is_queued()
    {
        await door.UntilAllIsHandledAsync(Token);
        using var answer = await door.Receiver.Http.GetAsync(new Uri(door.Receiver.OperationsUrl, "/health/ready"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        var inbox = body.RootElement.GetProperty("inbox");
        Assert.Equal("ok", body.RootElement.GetProperty("status").GetString());
        Assert.Equal("accepting deliveries", inbox.GetProperty("state").GetString());
        Assert.Equal(0, inbox.GetProperty("waiting_deliveries").GetInt32());
        Assert.Equal(0, inbox.GetProperty("open_deliveries").GetInt64());
        Assert.Equal(0, inbox.GetProperty("dead_letters").GetInt32());
        Assert.Equal(0, inbox.GetProperty("damaged_ranges").GetInt32());
        Assert.False(inbox.GetProperty("recovering").GetBoolean());
        Assert.True(inbox.GetProperty("free_bytes").GetInt64() > 0);
    }
}
