using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Senders;

/// <summary>First the new secret beside the old one, then the new one alone, while the service runs.</summary>
[Trait("row", "V07")]
public sealed class When_the_secret_of_any_sender_is_rotated : IDisposable
{
    private const string Old = "scenario-password-of-the-old-0123";
    private const string New = "scenario-password-of-the-new-0123";

    private static readonly byte[] Body = "{}"u8.ToArray();

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("Meta")]
    [InlineData("Header")]
    [InlineData("Basic")]
    [InlineData("D360Signature")]
    public async Task Both_open_the_endpoint_and_then_only_the_new_one(string sender)
    {
        Write(SettingsOf(sender, Old));
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["WhatsApp:VerifyToken"] = null, ["WhatsApp:AppSecret"] = null },
            host: host => host.ConfigureAppConfiguration((_, configuration) => configuration.AddJsonFile(directory.File("secrets.json"), optional: false, reloadOnChange: false)));

        await AssertAsync(receiver, sender, old: HttpStatusCode.OK, @new: HttpStatusCode.Unauthorized);
        Reload(receiver, SettingsOf(sender, New, Old));
        await AssertAsync(receiver, sender, old: HttpStatusCode.OK, @new: HttpStatusCode.OK);
        Reload(receiver, SettingsOf(sender, New));
        await AssertAsync(receiver, sender, old: HttpStatusCode.Unauthorized, @new: HttpStatusCode.OK);
    }

    private static Dictionary<string, object> SettingsOf(string sender, string secret, params string[] additional) => sender switch
    {
        "Header" => new() { ["Sender"] = sender, ["HeaderName"] = "X-Key", ["HeaderValue"] = secret, ["AdditionalHeaderValues"] = additional },
        "Basic" => new()
        {
            ["Sender"] = sender,
            ["UserName"] = "wa",
            ["Password"] = secret,
            ["AdditionalCredentials"] = additional.Select(static password => new { UserName = "wa", Password = password }),
        },
        "Meta" => new() { ["VerifyToken"] = Receiver.VerifyToken, ["AppSecret"] = secret, ["AdditionalAppSecrets"] = additional },
        _ => new() { ["Sender"] = sender, ["AppSecret"] = secret, ["AdditionalAppSecrets"] = additional },
    };

    private static (string Name, string Value) ProofOf(string sender, string secret) => sender switch
    {
        "Header" => ("X-Key", secret),
        "Basic" => ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"wa:{secret}"))}"),
        "Meta" => (SignatureHeader.HeaderName, WebhookSignature.Create(secret, Body)),
        _ => (SignatureHeader.D360HeaderName, DoorOfEachSender.DigitsOf(Body, secret)),
    };

    private static async Task AssertAsync(Receiver receiver, string sender, HttpStatusCode old, HttpStatusCode @new)
    {
        Assert.Equal(old, await PostAsync(receiver, ProofOf(sender, Old)));
        Assert.Equal(@new, await PostAsync(receiver, ProofOf(sender, New)));
    }

    private static async Task<HttpStatusCode> PostAsync(Receiver receiver, (string Name, string Value) proof)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Callback) { Content = new ByteArrayContent(Body) };
        request.Headers.TryAddWithoutValidation(proof.Name, proof.Value);
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private void Reload(Receiver receiver, Dictionary<string, object> settings)
    {
        Write(settings);
        ((IConfigurationRoot)receiver.Services.GetRequiredService<IConfiguration>()).Reload();
    }

    private void Write(Dictionary<string, object> settings) => File.WriteAllText(directory.File("secrets.json"), JsonSerializer.Serialize(new { WhatsApp = settings }));
}
