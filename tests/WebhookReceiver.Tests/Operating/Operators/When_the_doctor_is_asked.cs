using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary><c>/api/doctor</c> says what is wrong and what to do, and calls nothing fine that it cannot see.</summary>
public sealed class When_the_doctor_is_asked
{
    [Fact]
    public async Task What_cannot_be_seen_from_here_is_not_checked_and_says_where_to_look()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);

        var checks = await ChecksAsync(failing);

        foreach (var name in new[] { "Reachable for Meta", "Certificate", "Receiving: default", "Disk sync" })
        {
            Assert.Equal("not checked", checks[name].GetProperty("verdict").GetString());
        }

        Assert.All(checks.Values, static check => Assert.Equal(check.GetProperty("verdict").GetString() is "ok", check.GetProperty("remedy").ValueKind is JsonValueKind.Null));
        Assert.All(checks.Values, static check => Assert.NotEqual("failed", check.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task What_is_wrong_is_found()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        using var refused = await failing.Receiver.Http.SendAsync(Notifications.Signed(failing.Receiver.Callback, "{}", "not-the-app-secret"), Patience.Token);
        Assert.Equal("failed", (await ChecksAsync(failing))["Refused deliveries"].GetProperty("verdict").GetString());

        await failing.SendAsync("15550100300", "wamid.1");
        await failing.UntilSettledAsync();
        IReadOnlyDictionary<string, JsonElement> checks = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        await Poll.UntilAsync(async () => (checks = await ChecksAsync(failing))["Dead letters"].GetProperty("verdict").GetString() is "warning", "the dead letter was seen", Patience.Token);

        Assert.Equal("ok", checks["Receiving: default"].GetProperty("verdict").GetString());
        Assert.Equal("warning", checks["Refused deliveries"].GetProperty("verdict").GetString());
        Assert.Contains("Signature (1)", checks["Refused deliveries"].GetProperty("evidence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_disk_is_measured_on_request_and_nothing_is_left_behind()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        var before = Directory.EnumerateFiles(failing.Directory).Count();

        var measured = await failing.Api.ReadAsync(HttpMethod.Post, "/api/doctor/disk");

        Assert.Matches("^20 writes of 4096 bytes: the median took [0-9.]+ ms", measured.GetProperty("evidence").GetString());
        Assert.Equal(before, Directory.EnumerateFiles(failing.Directory).Count());
    }

    [Fact]
    public async Task It_answers_while_the_inbox_is_being_recovered()
    {
        using var temporary = new TemporaryDirectory();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Directory"] = temporary.Path,
            ["Inbox:MinimumFreeBytes"] = "0",
            ["Inbox:WaitForFolder"] = "00:10:00",
            ["Operations:ApiKey"] = "an-operations-key-0123",
        };
        await using var first = ReceiverProcess.Start(settings);
        await first.UntilReadyAsync(Patience.Token);

        await using var second = ReceiverProcess.Start(settings);
        await second.UntilAliveAsync(Patience.Token);

        var api = new ApiClient(second.Http, second.OperationsUrl, "an-operations-key-0123");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.SendAsync(HttpMethod.Get, "/api/inbox/status")).Status);
        Assert.Equal("unavailable", (await api.ReadAsync(HttpMethod.Get, "/api/overview")).GetProperty("state").GetString());
        var checks = (await api.ReadAsync(HttpMethod.Get, "/api/doctor")).GetProperty("checks").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.Equal("failed", checks["Health: inbox"].GetProperty("verdict").GetString());
        Assert.Equal("not checked", checks["Inbox"].GetProperty("verdict").GetString());
    }

    private static async Task<IReadOnlyDictionary<string, JsonElement>> ChecksAsync(FailingReceiver failing) =>
        (await failing.Api.ReadAsync(HttpMethod.Get, "/api/doctor")).GetProperty("checks").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!, StringComparer.Ordinal);
}
