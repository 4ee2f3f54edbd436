using System.Buffers;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>Copies JSON text without the white space between tokens: strings and numbers keep their spelling, and everything is on one line.</summary>
internal static class CompactJson
{
    private static readonly SearchValues<byte> EndOfRun = SearchValues.Create("\"\\ \t\r\n"u8);

    /// <summary>Appends <paramref name="json"/>, which must be valid JSON, to <paramref name="output"/>.</summary>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(json.Length);
        output.Advance(Write(json, target));
    }

    /// <summary>Writes to <paramref name="output"/>, which must be as long as <paramref name="json"/>, and returns the number of bytes written.</summary>
    public static int Write(ReadOnlySpan<byte> json, Span<byte> output)
    {
        var written = 0;
        var inString = false;

        while (!json.IsEmpty)
        {
            var run = json.IndexOfAny(EndOfRun);

            if (run < 0)
            {
                run = json.Length;
            }

            json[..run].CopyTo(output[written..]);
            written += run;
            json = json[run..];

            if (json.IsEmpty)
            {
                break;
            }

            var taken = 1;

            switch (json[0])
            {
                case (byte)'"':
                    inString = !inString;
                    output[written++] = (byte)'"';
                    break;

                case (byte)'\\':
                    // A backslash occurs only in strings, and the character after it never ends the string.
                    taken = 2;
                    json[..2].CopyTo(output[written..]);
                    written += 2;
                    break;

                case var space when inString:
                    output[written++] = space;
                    break;
            }

            json = json[taken..];
        }

        return written;
    }
}
