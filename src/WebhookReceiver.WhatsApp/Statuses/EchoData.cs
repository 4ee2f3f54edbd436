using System.Text;
using System.Text.Json;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>Texts that the business gave a payment provider and gets back under its own names, or the provider's.</summary>
internal static class EchoData
{
    private static readonly string[] Prefixes = ["udf", "additional_info", "extra"];

    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal).AsReadOnly();

    /// <summary>The members that are text or a number and have one of the requested names.</summary>
    public static IReadOnlyDictionary<string, string> Read(WireValue data, Func<string, bool> isWanted)
    {
        Dictionary<string, string>? texts = null;

        foreach (var member in data.Members)
        {
            if (NameOf(member) is { } name && isWanted(name) && member.Value.Text is { } text)
            {
                texts ??= new(StringComparer.Ordinal);
                texts[name] = text;
            }
        }

        return texts ?? None;
    }

    /// <summary>Whether a member of a payment has the name of a provider's echo: a known word followed by a number.</summary>
    public static bool IsOfProvider(string name) => Array.Exists(
        Prefixes, prefix => name.Length == prefix.Length + 1 && name.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(name[^1]));

    /// <returns>Null for invalid text: half a surrogate pair, invalid UTF-8.</returns>
    private static string? NameOf(WireMember member)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(member.RawName)}\""));
            return reader.Read() ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
