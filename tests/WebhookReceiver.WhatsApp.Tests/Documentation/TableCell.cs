namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Text for one cell of a Markdown table.</summary>
internal static class TableCell
{
    public static string Of(string? text) =>
        string.Join(' ', (text ?? string.Empty).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Replace("|", @"\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal);
}
