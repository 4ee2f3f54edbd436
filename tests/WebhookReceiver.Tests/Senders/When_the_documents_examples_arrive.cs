using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Senders;

/// <summary>The flat shapes of the On-Premises API and of 360dialog, through endpoints that are configured as their documents say.</summary>
public sealed class When_the_documents_examples_arrive : IAsyncLifetime
{
    private readonly Sightings<(WhatsAppEvent Event, WhatsAppContext Context)> handled = new();
    private Receiver receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        receiver = Receiver.Start(
            new(StringComparer.Ordinal)
            {
                // Nothing but the two: no endpoint of Meta's.
                ["WhatsApp:VerifyToken"] = null,
                ["WhatsApp:AppSecret"] = null,
                ["WhatsApp:Endpoints:onprem:Path"] = "/onprem",
                ["WhatsApp:Endpoints:onprem:Sender"] = "Basic",
                ["WhatsApp:Endpoints:onprem:UserName"] = "wa",
                ["WhatsApp:Endpoints:onprem:Password"] = "scenario-password-0123456789",
                ["WhatsApp:Endpoints:onprem:PhoneNumberId"] = "106000000000777",
                ["WhatsApp:Endpoints:d360:Path"] = "/360dialog",
                ["WhatsApp:Endpoints:d360:Sender"] = "Header",
                ["WhatsApp:Endpoints:d360:HeaderName"] = "Authorization",
                ["WhatsApp:Endpoints:d360:HeaderValue"] = "Bearer scenario-header-value-0123456789",
                ["WhatsApp:Endpoints:d360:PhoneNumberId"] = "106000000000360",
            },
            services => services.AddWhatsAppWebhooks().On<WhatsAppEvent>((WhatsAppEvent one, WhatsAppContext context) => handled.Add((one, context))));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Theory]
    [InlineData("""{"contacts":[{"profile":{"name":"Mira Okafor"},"wa_id":"15550100300"}],"messages":[{"from":"15550100300","id":"ABGGinvented01","timestamp":"1640000000","text":{"body":"hello"},"type":"text"}]}""", typeof(TextMessage))]
    [InlineData("""{"messages":[{"from":"15550100300","id":"ABGGinvented02","timestamp":"1640000010","type":"voice","voice":{"file":"/usr/local/wamedia/shared/inv","id":"0b1c2d3e-invented","mime_type":"audio/ogg; codecs=opus","sha256":"00ff00ff"}}]}""", typeof(AudioMessage))]
    [InlineData("""{"messages":[{"from":"15550100300","id":"ABGGinvented04","timestamp":"1640000030","type":"system","system":{"body":"15550100300 changed to 15550100900","type":"user_changed_number","new_wa_id":15550100900}}]}""", typeof(SystemMessage))]
    [InlineData("""{"statuses":[{"id":"gBGGinvented05","recipient_id":"15550100300","message":{"recipient_id":"+15550100300"},"status":"delivered","timestamp":"1640000040","type":"message"}]}""", typeof(MessageStatus))]
    public async Task They_are_typed_with_conversation_and_business_number(string body, Type type)
    {
        foreach (var (path, number, name, value) in Doors())
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(path, body, name, value));
            await handled.UntilAsync(one => string.Equals(one.Context.PhoneNumberId, number, StringComparison.Ordinal), 1, Token);

            var (arrived, _) = handled.All.Single(one => string.Equals(one.Context.PhoneNumberId, number, StringComparison.Ordinal));
            Assert.IsAssignableFrom(type, arrived);
            Assert.Equal($"{number}:15550100300", arrived.ConversationKey);
        }
    }

    [Fact]
    public async Task An_out_of_band_error_is_an_event()
    {
        const string body = """{"errors":[{"code":1014,"title":"Internal error","details":"Coreapp not reachable","href":"/docs/whatsapp/api/errors"}]}""";

        foreach (var (path, number, name, value) in Doors())
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(path, body, name, value));
            await handled.UntilAsync(one => one.Event is ReceivedError && string.Equals(one.Context.PhoneNumberId, number, StringComparison.Ordinal), 1, Token);
        }
    }

    [Fact]
    public async Task The_same_message_id_at_two_business_numbers_is_two_messages()
    {
        const string body = """{"messages":[{"from":"15550100300","id":"41","timestamp":"1640000000","text":{"body":"hello"},"type":"text"}]}""";

        foreach (var (path, _, name, value) in Doors())
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(path, body, name, value));
        }

        await handled.UntilAsync(static one => one.Event is TextMessage, 2, Token);
    }

    [Fact]
    public async Task What_Meta_would_send_to_the_default_path_reaches_no_endpoint()
    {
        using var answer = await receiver.PostAsync("{}", Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static (string Path, string Number, string Name, string Value)[] Doors() =>
    [
        ("/onprem", "106000000000777", "Authorization", $"Basic {DoorOfEachSender.BasicOf("wa", "scenario-password-0123456789")}"),
        ("/360dialog", "106000000000360", "Authorization", "Bearer scenario-header-value-0123456789"),
    ];

    private async Task<HttpStatusCode> PostAsync(string path, string body, string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(receiver.PublicUrl, path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
