using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

public sealed class When_strangers_arrive_in_crowds
{
    private const int Declared = 4 * 1024 * 1024;
    private const int Sent = 3 * 1024 * 1024;
    private const int Crowd = 200;

    private static readonly string Wrong = "X-Hub-Signature-256: sha256=" + new string('0', 64);

    private static CancellationToken Token => Patience.Token;

    [Fact]
    [Trait("row", "H02")]
    public async Task Large_unproven_bodies_neither_exhaust_the_memory_nor_crowd_out_the_others()
    {
        await using var receiver = ReceiverProcess.Start();
        await receiver.UntilReadyAsync(Token);
        var before = receiver.PeakMemory;
        var body = Encoding.ASCII.GetBytes(RawRequest.Post(Wrong, $"Content-Length: {Declared}") + new string('x', Sent));
        var crowd = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => RawConnection.OpenAsync(receiver.PublicUrl, Token)));

        // None of them ever completes its body: each occupies what the server has read of it. Not awaited one by one, because the server does not read them all.
        var sending = crowd.Select(connection => connection.SendAllAsync(body, Token)).ToList();

        for (var number = 0; number < 50; number++)
        {
            using var answer = await receiver.Http.SendAsync(
                Notifications.Signed(receiver.Callback, Notifications.Text("15550100300", $"wamid.crowd{number}", "text")), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var answers = await Task.WhenAll(crowd.Select(connection => connection.ReadToEndAsync(Token)));
        await Task.WhenAll(sending);
        Assert.DoesNotContain("200", answers.Select(RawRequest.StatusesIn), StringComparer.Ordinal);
        Assert.Contains("503", answers.Select(RawRequest.StatusesIn), StringComparer.Ordinal);
        Assert.InRange(receiver.PeakMemory - before, 0, 300L * 1024 * 1024);
        Array.ForEach(crowd, static connection => connection.Dispose());
    }

    [Fact]
    [Trait("row", "O05")]
    public async Task A_flood_of_bad_requests_is_one_warning_of_each_kind_and_no_error()
    {
        await using var door = new OpenDoor();
        const int Times = 300;

        for (var number = 0; number < Times; number++)
        {
            using var unsigned = new HttpRequestMessage(HttpMethod.Post, door.Receiver.Callback) { Content = new StringContent("x") };
            using var forged = Notifications.Signed(door.Receiver.Callback, "x", "another-app-secret-0123456789");
            using var first = await door.Receiver.Http.SendAsync(unsigned, Token);
            using var second = await door.Receiver.Http.SendAsync(forged, Token);
            using var third = await door.Receiver.Http.GetAsync(door.Receiver.Callback, Token);
        }

        var kinds = door.Refused.Reasons.All.GroupBy(static reason => reason, StringComparer.Ordinal).ToDictionary(static kind => kind.Key, static kind => kind.Count(), StringComparer.Ordinal);
        Assert.Equal(Times, kinds["SignatureHeader"]);
        Assert.Equal(Times, kinds["Signature"]);
        Assert.Equal(Times, kinds["Handshake"] + kinds["TooManyHandshakes"]);
        var warnings = door.Log.All.Where(static line => line.Id is 1101).Select(static line => line.Text).ToList();
        Assert.InRange(warnings.Count, 4, 8);
        Assert.DoesNotContain(warnings, static line => line.Contains(new string('0', 16), StringComparison.Ordinal));
        door.AssertNoErrorWasLogged();
    }
}
