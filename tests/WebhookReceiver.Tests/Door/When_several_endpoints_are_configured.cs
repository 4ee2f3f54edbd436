using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "V13")]
public sealed class When_several_endpoints_are_configured : IAsyncLifetime
{
    private const string ShopSecret = "secret-of-the-shop-0123456789";
    private const string BankSecret = "secret-of-the-bank-0123456789";

    private readonly Sightings<string> handledOn = new();
    private Receiver receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        receiver = Receiver.Start(
            new(StringComparer.Ordinal)
            {
                ["WhatsApp:Endpoints:shop:Path"] = "/webhook/shop",
                ["WhatsApp:Endpoints:shop:VerifyToken"] = "token-of-the-shop",
                ["WhatsApp:Endpoints:shop:AppSecret"] = ShopSecret,
                ["WhatsApp:Endpoints:bank:Path"] = "/bank",
                ["WhatsApp:Endpoints:bank:VerifyToken"] = "token-of-the-bank",
                ["WhatsApp:Endpoints:bank:AppSecret"] = BankSecret,
                ["WhatsApp:Endpoints:bank:MaxBodyBytes"] = "300",
            },
            services => services.AddWhatsAppWebhooks().On<WhatsAppEvent>((WhatsAppEvent _, WhatsAppContext context) => handledOn.Add(context.Endpoint)));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Theory]
    [InlineData("/webhook", Receiver.AppSecret, "default")]
    [InlineData("/webhook/shop", ShopSecret, "shop")]
    [InlineData("/bank", BankSecret, "bank")]
    public async Task Each_accepts_what_its_own_secret_signed(string path, string secret, string endpoint)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(path, secret));
        await handledOn.UntilAsync(name => string.Equals(name, endpoint, StringComparison.Ordinal), 1, Token);
    }

    [Theory]
    [InlineData("/webhook", ShopSecret)]
    [InlineData("/webhook", BankSecret)]
    [InlineData("/webhook/shop", Receiver.AppSecret)]
    [InlineData("/webhook/shop", BankSecret)]
    [InlineData("/bank", Receiver.AppSecret)]
    [InlineData("/bank", ShopSecret)]
    public async Task The_secret_of_one_does_not_open_another(string path, string secret) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(path, secret));

    [Theory]
    [InlineData("/webhook", Receiver.VerifyToken, HttpStatusCode.OK)]
    [InlineData("/webhook/shop", "token-of-the-shop", HttpStatusCode.OK)]
    [InlineData("/webhook", "token-of-the-shop", HttpStatusCode.Forbidden)]
    [InlineData("/webhook/shop", Receiver.VerifyToken, HttpStatusCode.Forbidden)]
    [InlineData("/bank", "token-of-the-shop", HttpStatusCode.Forbidden)]
    public async Task Each_accepts_only_its_own_verify_token(string path, string token, HttpStatusCode expected)
    {
        using var answer = await receiver.Http.GetAsync(
            new Uri(receiver.PublicUrl, $"{path}?hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}"), Token);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Each_has_its_own_limit()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/bank", BankSecret, new string('x', 300)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("/bank", BankSecret, new string('x', 301)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/webhook/shop", ShopSecret, new string('x', 301)));
    }

    private async Task<HttpStatusCode> PostAsync(string path, string secret, string body = "something")
    {
        using var request = Notifications.Signed(new Uri(receiver.PublicUrl, path), Encoding.UTF8.GetBytes(body), secret);
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
