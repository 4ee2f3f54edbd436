using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Senders;

/// <summary>A receiver with one endpoint for each kind of sender, shared by the tests of a class.</summary>
public sealed class DoorOfEachSender : IAsyncDisposable
{
    public const string Header = "header";
    public const string Basic = "basic";
    public const string D360 = "d360";
    public const string Meta = "default";

    internal const string HeaderName = "X-Webhook-Key";
    internal const string HeaderValue = "scenario-header-value-0123456789";
    internal const string UserName = "scenario-user";
    internal const string Password = "scenario-password-0123456789";
    internal const string D360Secret = "scenario-d360-secret-0123456789";

    public DoorOfEachSender() => Door = new OpenDoor(new(StringComparer.Ordinal)
    {
        ["WhatsApp:Endpoints:header:Path"] = "/header",
        ["WhatsApp:Endpoints:header:Sender"] = "Header",
        ["WhatsApp:Endpoints:header:HeaderName"] = HeaderName,
        ["WhatsApp:Endpoints:header:HeaderValue"] = HeaderValue,
        ["WhatsApp:Endpoints:header:PhoneNumberId"] = "106000000000360",
        ["WhatsApp:Endpoints:basic:Path"] = "/basic",
        ["WhatsApp:Endpoints:basic:Sender"] = "Basic",
        ["WhatsApp:Endpoints:basic:UserName"] = UserName,
        ["WhatsApp:Endpoints:basic:Password"] = Password,
        ["WhatsApp:Endpoints:basic:PhoneNumberId"] = "106000000000777",
        ["WhatsApp:Endpoints:d360:Path"] = "/d360",
        ["WhatsApp:Endpoints:d360:Sender"] = "D360Signature",
        ["WhatsApp:Endpoints:d360:AppSecret"] = D360Secret,
    });

    internal OpenDoor Door { get; }

    public ValueTask DisposeAsync() => Door.DisposeAsync();

    internal static Uri UrlOf(Uri server, string endpoint) => new(server, endpoint is Meta ? "/webhook" : $"/{endpoint}");

    internal static string BasicOf(string userName, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));

    internal static string DigitsOf(byte[] body, string secret = D360Secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>The header with which the sender of an endpoint proves who it is.</summary>
    internal static (string Name, string Value) ProofOf(string endpoint, byte[] body) => endpoint switch
    {
        Header => (HeaderName, HeaderValue),
        Basic => ("Authorization", $"Basic {BasicOf(UserName, Password)}"),
        D360 => ("x-360dialog-signature", DigitsOf(body)),
        _ => ("X-Hub-Signature-256", WhatsApp.WebhookSignature.Create(Receiver.AppSecret, body)),
    };

    internal async Task<HttpResponseMessage> PostAsync(string endpoint, byte[] body, (string Name, string Value)? proof, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, UrlOf(Door.Receiver.PublicUrl, endpoint)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        if (proof is { } shown)
        {
            request.Headers.TryAddWithoutValidation(shown.Name, shown.Value);
        }

        return await Door.Receiver.Http.SendAsync(request, cancellationToken);
    }
}
