using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WebhookReceiver.Commands.Register;

/// <summary>The body of a call, written twice from the same members: for the wire, and with masked secrets for people.</summary>
internal abstract record RequestBody(string MediaType)
{
    public abstract string ForWire();

    public abstract string ForPeople();

    protected static string Text(object value) => value is Secret secret ? secret.Reveal() : ShownText(value);

    protected static string ShownText(object value) => value as string ?? value.ToString() ?? string.Empty;
}

/// <summary>A form: <c>name=value&amp;…</c>.</summary>
internal sealed record FormBody(params IReadOnlyList<(string Name, object Value)> Members) : RequestBody("application/x-www-form-urlencoded")
{
    public override string ForWire() => string.Join('&', Members.Select(static member => $"{member.Name}={Uri.EscapeDataString(Text(member.Value))}"));

    public override string ForPeople() => string.Join('\n', Members.Select(static member => $"{member.Name}={ShownText(member.Value)}"));
}

/// <summary>A JSON object. A value is a text, a number, a Boolean, a <see cref="Secret"/>, or a list of members.</summary>
internal sealed record JsonBody(params IReadOnlyList<(string Name, object Value)> Members) : RequestBody("application/json")
{
    // Not for a page: URLs stay readable.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string ForWire() => Write(Text);

    public override string ForPeople() => Write(ShownText);

    private string Write(Func<object, string> text)
    {
        using var stream = new MemoryStream();

        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            Write(json, Members, text);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<(string Name, object Value)> members, Func<object, string> text)
    {
        json.WriteStartObject();

        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);

            switch (value)
            {
                case IReadOnlyList<(string, object)> nested:
                    Write(json, nested, text);
                    break;
                case bool answer:
                    json.WriteBooleanValue(answer);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                default:
                    json.WriteStringValue(text(value));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
