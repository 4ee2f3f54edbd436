using System.Net.Http.Headers;
using System.Text;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>Bodies as Meta sends them, and requests that carry them signed.</summary>
internal static class Notifications
{
    public const string PhoneNumberId = "106000000000001";

    public static string Text(string from, string id, string text) =>
        Envelope($$$"""{"from":"{{{from}}}","id":"{{{id}}}","timestamp":"1781000000","type":"text","text":{"body":"{{{text}}}"}}""");

    public static string Envelope(string messages) =>
        $$$$"""{"object":"whatsapp_business_account","entry":[{"id":"102000000000001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200","phone_number_id":"{{{{PhoneNumberId}}}}"},"messages":[{{{{messages}}}}]}}]}]}""";

    public static HttpRequestMessage Signed(Uri callback, string body, string secret = Receiver.AppSecret) =>
        Signed(callback, Encoding.UTF8.GetBytes(body), secret);

    public static HttpRequestMessage Signed(Uri callback, byte[] body, string secret = Receiver.AppSecret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, callback) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeader.HeaderName, WebhookSignature.Create(secret, body));
        return request;
    }
}
