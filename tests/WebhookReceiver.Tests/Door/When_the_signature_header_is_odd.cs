using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

public sealed class When_the_signature_header_is_odd(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Header = "X-Hub-Signature-256: ";

    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => Notifications.Text("15550100300", id, "Hello");

    private string Right => RawRequest.SignatureOf(Body);

    private string Digits => Right[7..];

    [Fact]
    [Trait("row", "V03")]
    public async Task A_request_without_one_is_a_401() => await RefusedAsync();

    /// <summary><c>#</c> stands for the correct digits. The full-width digit, in UTF-8, is one that <c>char.IsDigit</c> would accept.</summary>
    [Theory]
    [Trait("row", "V03")]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("#")]
    [InlineData("sha256#")]
    [InlineData("=#")]
    [InlineData("SHA256=#")]
    [InlineData("Sha256=#")]
    [InlineData("sha256:#")]
    [InlineData("sha256= #")]
    [InlineData("sha256 =#")]
    [InlineData("sha256=#0")]
    [InlineData("sha256=0#")]
    [InlineData("\"sha256=#\"")]
    [InlineData("sha256=\"#\"")]
    [InlineData("'sha256=#'")]
    [InlineData("sha256=0x#")]
    [InlineData("sha1=#")]
    [InlineData("sha256=#;v=1")]
    [InlineData("sha256=gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg")]
    [InlineData("sha256=                                                                ")]
    [InlineData("sha256=000000000000000000000000000000000000000000000000000000000000000１")]
    public async Task Any_other_form_is_a_401(string value) =>
        await RefusedAsync(Header + value.Replace("#", Digits, StringComparison.Ordinal));

    [Fact]
    [Trait("row", "V03")]
    public async Task One_digit_too_few_is_a_401() => await RefusedAsync(Header + Right[..^1]);

    [Fact]
    [Trait("row", "V03")]
    public async Task Bytes_that_are_not_a_valid_header_are_refused_by_the_server()
    {
        var answers = await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Post(Header + Right + "\0", Length) + Body, Token);

        Assert.Equal("400", answers);
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V03")]
    public async Task Upper_case_digits_and_space_around_the_value_are_accepted()
    {
        Assert.Equal("200", await PostAsync(Header + "sha256=" + Digits.ToUpperInvariant()));
        Assert.Equal("200", await PostAsync(Header + "  " + Right + "\t "));
        Assert.Equal("200", await PostAsync("x-hub-signature-256:" + Right));
        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V04")]
    public async Task Two_of_them_are_a_401_even_if_both_are_right()
    {
        var wrong = "sha256=" + new string('0', 64);

        await RefusedAsync(Header + Right, Header + Right);
        await RefusedAsync(Header + Right, Header + wrong);
        await RefusedAsync(Header + wrong, Header + Right);
        await RefusedAsync(Header + Right, Header);
        await RefusedAsync(Header, Header + Right);
        await RefusedAsync($"{Header}{Right},{Right}");
        await RefusedAsync($"{Header}{Right}, {wrong}");
        await RefusedAsync($"{Header}{wrong},{Right}");
        await RefusedAsync($"{Header}{Right},");
    }

    [Fact]
    [Trait("row", "V05")]
    public async Task SHA_1_is_never_enough()
    {
        var key = Encoding.UTF8.GetBytes(Receiver.AppSecret);
#pragma warning disable CA5350 // The test is that this is not accepted.
        var sha1 = Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(Body)));
#pragma warning restore CA5350

        await RefusedAsync("X-Hub-Signature: sha1=" + sha1);
        await RefusedAsync(Header + "sha1=" + sha1);
        await RefusedAsync(Header + "sha256=" + sha1);
        await RefusedAsync("X-Hub-Signature: " + Right);
        await RefusedAsync("X-Hub-Signature: sha1=" + sha1, Header + "sha256=" + new string('0', 64));
    }

    [Fact]
    [Trait("row", "V05")]
    public async Task The_older_header_next_to_the_correct_one_does_no_harm()
    {
        Assert.Equal("200", await PostAsync("X-Hub-Signature: sha1=0000", Header + Right));
        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V03")]
    public async Task The_answer_comes_before_the_body_is_sent()
    {
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);

        await connection.SendAsync(RawRequest.Post(Header + "sha256=12", Length, "Expect: 100-continue"), Token);

        Assert.Equal("401", RawRequest.StatusesIn(await connection.ReadHeadAsync(Token)));
    }

    private string Length => $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}";

    private Task<string> PostAsync(params string[] headers) =>
        RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Post([Length, .. headers]) + Body, Token);

    private async Task RefusedAsync(params string[] headers)
    {
        Assert.Equal("401", await PostAsync(headers));
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }
}
