using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary><c>/api/overview</c> says whether it is receiving and handling.</summary>
public sealed class When_the_overview_is_shown
{
    [Fact]
    public async Task It_counts_what_was_accepted_refused_handled_and_given_up()
    {
        await using var failing = await FailingReceiver.StartAsync(static id => id is "wamid.bad" ? throw new InvalidOperationException("no") : Task.CompletedTask);
        await failing.SendAsync("15550100300", "wamid.good");
        await failing.SendAsync("15550100301", "wamid.bad");
        using var refused = await failing.Receiver.Http.SendAsync(Notifications.Signed(failing.Receiver.Callback, "{}", "not-the-app-secret"), Patience.Token);
        await failing.UntilSettledAsync();

        var overview = await UntilAsync(failing.Api, static one => one.GetProperty("dead_letters").GetInt32() is 1);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.True(overview.GetProperty("ready").GetBoolean());
        Assert.Equal("ok", overview.GetProperty("state").GetString());
        Assert.Equal((2, 1, 2, 1, 1), (Count("accepted"), Count("refused"), Count("handled"), Count("failed"), Count("dead_lettered")));
        Assert.Equal("Journal", overview.GetProperty("store").GetString());
        var endpoint = Assert.Single(overview.GetProperty("endpoints").EnumerateArray());
        Assert.Equal(("default", "/webhook", 2), (endpoint.GetProperty("name").GetString(), endpoint.GetProperty("path").GetString(), endpoint.GetProperty("accepted").GetInt64()));
        Assert.NotEqual(JsonValueKind.Null, endpoint.GetProperty("last_accepted_at").ValueKind);

        var sampled = await UntilAsync(failing.Api, static one => one.GetProperty("history").GetProperty("accepted").EnumerateArray().Sum(static minute => minute.GetInt64()) is 2);
        Assert.Equal(60, sampled.GetProperty("history").GetProperty("failed").GetArrayLength());

        long Count(string name) => overview.GetProperty(name).GetInt64();
    }

    private static async Task<JsonElement> UntilAsync(ApiClient api, Func<JsonElement, bool> isSo)
    {
        JsonElement overview = default;
        await Poll.UntilAsync(async () => isSo(overview = await api.ReadAsync(HttpMethod.Get, "/api/overview")), "the overview was as it should be", Patience.Token);
        return overview;
    }
}
