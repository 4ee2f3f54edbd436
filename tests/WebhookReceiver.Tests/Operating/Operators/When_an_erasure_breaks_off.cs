using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>A request that does not get as far as naming anybody: nothing is removed, and no answer says that something was.</summary>
public sealed class When_an_erasure_breaks_off
{
    private const string Key = "an-operations-key-0123";

    private const string Head = $"POST /api/inbox/erase HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {Key}\r\nContent-Type: application/json\r\nConnection: close\r\n";

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnonsense\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n{\"userX\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n{")]
    public async Task Nothing_is_reported_as_removed(string rest)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key });
        using var connection = await RawConnection.OpenAsync(receiver.OperationsUrl, Patience.Token);

        await connection.SendAsync(Head + rest, Patience.Token);
        var answer = await connection.ReadToEndAsync(Patience.Token);

        Assert.DoesNotContain("removed", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("nothing was done", answer, StringComparison.Ordinal);
    }
}
