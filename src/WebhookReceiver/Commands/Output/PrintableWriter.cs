using System.Text;

namespace WebhookReceiver.Commands.Output;

/// <summary>The error stream, for messages that may repeat text from a stranger or a file: see <see cref="Printable"/>.</summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Printable.EscapeLines(value.ToString()));

    public override void Write(string? value) => inner.Write(Printable.EscapeLines(value ?? string.Empty));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    public override void Flush() => inner.Flush();
}
