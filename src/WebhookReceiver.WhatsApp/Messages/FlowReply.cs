using System.Text;
using System.Text.Json;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person filled in a Flow or an address form (Meta's "Receiving Flow Response", <c>nfm_reply</c>). Its content is defined by the form, and is untrusted
/// text.
/// </summary>
public sealed record FlowReply : InteractiveMessage
{
    /// <summary>Creates a message for a test.</summary>
    public FlowReply()
    {
    }

    internal FlowReply(in MessageSource source)
        : base(source)
    {
        var reply = source.Event.Item["interactive"u8]["nfm_reply"u8];

        Name = reply["name"u8].Text;
        Body = reply["body"u8].Text;
        ResponseJson = TextOf(reply["response_json"u8]);
    }

    /// <summary><c>flow</c>, <c>address_message</c>, or another word, such as the title of the Flow.</summary>
    public string? Name { get; init; }

    /// <summary>What the person sees; <c>Sent</c> for Flows.</summary>
    public string? Body { get; init; }

    /// <summary>The answers as JSON text, exactly as received, even if it is not JSON.</summary>
    public string? ResponseJson
    {
        get;
        init
        {
            field = value;
            Response = Parse(value);
        }
    }

    /// <summary>
    /// The answers, parsed from <see cref="ResponseJson"/>: usually an object, but any JSON value has been seen. Null when there are none, or when they are not JSON.
    /// An uploaded file has an <c>id</c>, which is fetched like that of a <see cref="MediaMessage"/>.
    /// </summary>
    public JsonElement? Response { get; private init; }

    /// <summary>The token that the business gave the Flow; sometimes missing, and <c>unused</c> when none was given.</summary>
    public string? FlowToken
    {
        get
        {
            if (ResponseJson is null || Response is null)
            {
                return null;
            }

            // Not from the element, which throws on names with half a surrogate pair.
            using var document = WireDocument.Parse(Encoding.UTF8.GetBytes(ResponseJson));
            return document.Root["flow_token"u8].Name;
        }
    }

    /// <summary>Text that contains JSON, as documented, or the JSON itself, as in one sample.</summary>
    private static string? TextOf(WireValue response) =>
        response.IsString ? response.Text : response.Json is { } json ? Encoding.UTF8.GetString(json.Span) : null;

    private static JsonElement? Parse(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair, which a test may set but a body cannot contain.
            return null;
        }
    }
}
