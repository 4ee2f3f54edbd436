using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Senders;

/// <summary>What each kind of sender gets in, and that only its own proof opens its endpoint.</summary>
public sealed class When_a_sender_proves_itself(DoorOfEachSender doors) : IClassFixture<DoorOfEachSender>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    public static TheoryData<string> All => [DoorOfEachSender.Header, DoorOfEachSender.Basic, DoorOfEachSender.D360, DoorOfEachSender.Meta];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private byte[] Body => Encoding.UTF8.GetBytes(Notifications.Text("15550100300", id, "Hello"));

    [Theory]
    [Trait("row", "V01")]
    [MemberData(nameof(All))]
    public async Task Its_bytes_are_kept_as_they_were_on_the_wire(string endpoint)
    {
        byte[][] bodies = [[], "y"u8.ToArray(), "no JSON 😀 \u2028"u8.ToArray(), [0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80], new byte[5001], [.. Enumerable.Range(0, 4 * 1024 * 1024).Select(static index => (byte)(index * 31 % 241))]];

        foreach (var body in bodies)
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(endpoint, body, DoorOfEachSender.ProofOf(endpoint, body)));
        }

        await doors.Door.UntilAllIsHandledAsync(Token);
        var kept = doors.Door.Handled.All.OfType<UnreadableDelivery>().Select(static kept => kept.Body.ToArray()).ToList();
        Assert.All(bodies, body => Assert.Contains(kept, one => one.AsSpan().SequenceEqual(body)));
    }

    [Theory]
    [Trait("row", "V13")]
    [MemberData(nameof(All))]
    public async Task The_proof_of_another_endpoint_is_a_401(string endpoint)
    {
        foreach (var other in All.Select(static row => row.Data).Where(other => !string.Equals(other, endpoint, StringComparison.Ordinal)))
        {
            await RefusedAsync(endpoint, DoorOfEachSender.ProofOf(other, Body));
        }

        await NothingWasHandledAsync();
    }

    [Theory]
    [Trait("row", "V03")]
    [MemberData(nameof(All))]
    public async Task No_proof_at_all_is_a_401(string endpoint)
    {
        await RefusedAsync(endpoint, proof: null);
        await NothingWasHandledAsync();
    }

    [Theory]
    [Trait("row", "V02")]
    [MemberData(nameof(All))]
    public async Task Any_one_character_changed_is_enough_for_a_401(string endpoint)
    {
        var (name, value) = DoorOfEachSender.ProofOf(endpoint, Body);

        for (var index = 0; index < value.Length; index++)
        {
            var wrong = value[..index] + (value[index] is '0' ? '1' : '0') + value[(index + 1)..];

            // The last characters of base64 may differ without a difference in what they encode, which is then right.
            if (endpoint is not DoorOfEachSender.Basic || index < value.Length - 3)
            {
                await RefusedAsync(endpoint, (name, wrong));
            }
        }

        await NothingWasHandledAsync();
    }

    [Theory]
    [Trait("row", "V04")]
    [MemberData(nameof(All))]
    public async Task Two_proofs_are_a_401_even_if_both_are_right(string endpoint)
    {
        var (name, right) = DoorOfEachSender.ProofOf(endpoint, Body);
        var wrong = right[..^5] + "00000";

        foreach (var (first, second) in new[] { (right, right), (right, wrong), (wrong, right), (right, string.Empty), (string.Empty, right) })
        {
            var text = RawRequest.Head("POST", DoorOfEachSender.UrlOf(new Uri("http://receiver"), endpoint).AbsolutePath, $"{name}: {first}", $"{name}: {second}", $"Content-Length: {Body.Length}");
            Assert.Equal("401", await RawRequest.StatusesAsync(doors.Door.Receiver.PublicUrl, text + Encoding.UTF8.GetString(Body), Token));
        }

        await RefusedAsync(endpoint, (name, $"{right},{right}"));
        await NothingWasHandledAsync();
    }

    [Theory]
    [Trait("row", "V11")]
    [MemberData(nameof(All))]
    public async Task A_request_sent_again_is_answered_with_200_and_handled_once(string endpoint)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(endpoint, Body, DoorOfEachSender.ProofOf(endpoint, Body)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(endpoint, Body, DoorOfEachSender.ProofOf(endpoint, Body)));

        Assert.Equal(1, await doors.Door.CountHandledAsync(id, Token));
    }

    [Theory]
    [Trait("row", "V06")]
    [InlineData(DoorOfEachSender.D360)]
    [InlineData(DoorOfEachSender.Meta)]
    public async Task A_body_reserialised_in_transit_is_a_401_where_it_is_signed(string endpoint)
    {
        var proof = DoorOfEachSender.ProofOf(endpoint, Body);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Body).Replace(",", ", ", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(endpoint, changed, proof));
        await NothingWasHandledAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_answer_comes_before_the_body_is_sent(string endpoint)
    {
        using var connection = await RawConnection.OpenAsync(doors.Door.Receiver.PublicUrl, Token);
        var path = DoorOfEachSender.UrlOf(doors.Door.Receiver.PublicUrl, endpoint).AbsolutePath;

        await connection.SendAsync(RawRequest.Head("POST", path, $"{DoorOfEachSender.ProofOf(endpoint, Body).Name}: wrong", "Content-Length: 100", "Expect: 100-continue"), Token);

        var head = await connection.ReadHeadAsync(Token);
        Assert.Equal("401", RawRequest.StatusesIn(head));
        Assert.Contains("Connection: close", head, StringComparison.Ordinal);
        Assert.Equal(endpoint is DoorOfEachSender.Basic, head.Contains("WWW-Authenticate: Basic", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("row", "V12")]
    [MemberData(nameof(All))]
    public async Task A_body_that_breaks_off_is_not_handled_and_does_not_affect_the_next(string endpoint)
    {
        var body = Encoding.UTF8.GetBytes(Notifications.Text("15550100300", id, new string('x', 150_000)));
        var (name, value) = DoorOfEachSender.ProofOf(endpoint, body);
        var head = RawRequest.Head("POST", DoorOfEachSender.UrlOf(new Uri("http://receiver"), endpoint).AbsolutePath, $"{name}: {value}", $"Content-Length: {body.Length}");

        for (var tenth = 0; tenth < 10; tenth += 3)
        {
            var answers = await RawRequest.BreakOffAsync(doors.Door.Receiver.PublicUrl, head + Encoding.UTF8.GetString(body, 0, body.Length * tenth / 10), Token);
            Assert.True(answers is "" or "400", answers);
        }

        await NothingWasHandledAsync();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(endpoint, body, (name, value)));
        Assert.Equal(1, await doors.Door.CountHandledAsync(id, Token));
    }

    [Theory]
    [Trait("row", "H17")]
    [InlineData(DoorOfEachSender.Header)]
    [InlineData(DoorOfEachSender.Basic)]
    [InlineData(DoorOfEachSender.D360)]
    public async Task There_is_no_handshake_where_the_sender_uses_none(string endpoint)
    {
        var url = new Uri(DoorOfEachSender.UrlOf(doors.Door.Receiver.PublicUrl, endpoint), $"?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken}");

        using var answer = await doors.Door.Receiver.Http.GetAsync(url, Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Theory]
    [Trait("row", "V03")]
    [InlineData("#", true)]
    [InlineData("sha256=#", true)]
    [InlineData("SHA256=#", true)]
    [InlineData("sha256:#", false)]
    [InlineData("sha256= #", false)]
    [InlineData("sha1=#", false)]
    [InlineData("#0", false)]
    [InlineData("\"#\"", false)]
    [InlineData("sha256=sha256=#", false)]
    [InlineData("sha256=", false)]
    public async Task The_signature_of_360dialog_comes_with_or_without_a_prefix_in_either_case(string form, bool isAccepted)
    {
        foreach (var digits in new[] { DoorOfEachSender.DigitsOf(Body), DoorOfEachSender.DigitsOf(Body).ToUpperInvariant() })
        {
            var answer = await PostAsync(DoorOfEachSender.D360, Body, ("X-360Dialog-Signature", form.Replace("#", digits, StringComparison.Ordinal)));

            Assert.Equal(isAccepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer);
        }

        Assert.Equal(isAccepted ? 1 : 0, await doors.Door.CountHandledAsync(id, Token));
    }

    [Theory]
    [Trait("row", "V03")]
    [InlineData("Basic #", true)]
    [InlineData("basic #", true)]
    [InlineData("Basic  #", true)]
    [InlineData("#", false)]
    [InlineData("Bearer #", false)]
    [InlineData("Basic", false)]
    [InlineData("Basic #, Basic #", false)]
    [InlineData("Basic %%%", false)]
    public async Task Basic_credentials_have_one_form(string form, bool isAccepted)
    {
        var value = form.Replace("#", DoorOfEachSender.BasicOf(DoorOfEachSender.UserName, DoorOfEachSender.Password), StringComparison.Ordinal);

        Assert.Equal(isAccepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await PostAsync(DoorOfEachSender.Basic, Body, ("Authorization", value)));
        Assert.Equal(isAccepted ? 1 : 0, await doors.Door.CountHandledAsync(id, Token));
    }

    [Theory]
    [Trait("row", "V02")]
    [InlineData("", DoorOfEachSender.Password)]
    [InlineData(DoorOfEachSender.UserName, "")]
    [InlineData("SCENARIO-USER", DoorOfEachSender.Password)]
    [InlineData(DoorOfEachSender.UserName, DoorOfEachSender.Password + "\n")]
    [InlineData(DoorOfEachSender.Password, DoorOfEachSender.UserName)]
    public async Task Another_user_or_password_is_a_401(string userName, string password)
    {
        await RefusedAsync(DoorOfEachSender.Basic, ("Authorization", $"Basic {DoorOfEachSender.BasicOf(userName, password)}"));
        await NothingWasHandledAsync();
    }

    [Theory]
    [Trait("row", "V02")]
    [InlineData("")]
    [InlineData("SCENARIO-HEADER-VALUE-0123456789")]
    [InlineData(DoorOfEachSender.HeaderValue + "0")]
    [InlineData("\"" + DoorOfEachSender.HeaderValue + "\"")]
    public async Task Another_value_of_the_header_is_a_401(string value)
    {
        await RefusedAsync(DoorOfEachSender.Header, (DoorOfEachSender.HeaderName, value));
        await NothingWasHandledAsync();
    }

    private async Task RefusedAsync(string endpoint, (string Name, string Value)? proof) => Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(endpoint, Body, proof));

    private async Task NothingWasHandledAsync() => Assert.Equal(0, await doors.Door.CountHandledAsync(id, Token));

    private async Task<HttpStatusCode> PostAsync(string endpoint, byte[] body, (string Name, string Value)? proof)
    {
        using var answer = await doors.PostAsync(endpoint, body, proof, Token);
        return answer.StatusCode;
    }
}
