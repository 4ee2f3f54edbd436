using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace WebhookReceiver;

/// <summary>Reports in plain lines why the service did not start. A failure that no setting explains is a bug, and keeps its stack trace.</summary>
internal static class StartFailure
{
    private const string Addresses = "Urls or Operations:Url";

    public static string Explain(Exception exception)
    {
        var problems = ProblemsOf(exception).Distinct(StringComparer.Ordinal).ToList();

        return problems.Count is 0
            ? $"The receiver did not start: {exception}"
            : $"The receiver did not start. Problems with the configuration:{Environment.NewLine}"
                + string.Join(Environment.NewLine, problems.Select(static problem => $"  - {problem}"));
    }

    private static IEnumerable<string> ProblemsOf(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(ProblemsOf),
        WhatsAppConfigurationException receiver => receiver.Problems,
        OptionsValidationException validation => validation.Failures,
        InvalidConfigurationException configuration => [configuration.Message],
        AddressInUseException or IOException { InnerException: AddressInUseException } => [$"{Addresses}: {exception.Message}"],
        SocketException socket => [$"{Addresses}: cannot listen on the address ({socket.SocketErrorCode})."],
        InvalidDataException file => [SyntaxError(file) ?? file.Message],
        CryptographicException certificate => [$"Kestrel:Certificates: {certificate.Message}"],
        IOException or UnauthorizedAccessException => [exception.Message],

        // A handler that cannot be added: its name is taken, or it needs one.
        ArgumentException { Source: "WebhookReceiver.Pipeline" } => [exception.Message],

        InvalidOperationException { Source: "Microsoft.Extensions.Logging.Configuration" } => [$"Logging: {exception.Message}"],

        // The server: https without a certificate, and its own section.
        InvalidOperationException or FormatException or ArgumentException when exception.Source is { } source && source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            => [$"{Addresses}, or the section Kestrel: {FirstLine(exception.Message)}"],

        // The binder's exception for a value of the wrong type, such as a malformed number or duration. Its text names the key but not where it came from.
        InvalidOperationException { InnerException: FormatException or OverflowException } or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" }
            => [exception.Message],
        _ => [],
    };

    /// <returns>Null when the cause is not a mistake in a JSON file.</returns>
    private static string? SyntaxError(InvalidDataException file)
    {
        for (Exception? inner = file.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is JsonException { LineNumber: { } line, BytePositionInLine: { } column } json)
            {
                return $"{file.Message} Line {line + 1}, column {column + 1}: {WithoutPosition(json.Message)}";
            }
        }

        return null;
    }

    /// <summary>The JSON reader counts from zero, editors from one.</summary>
    private static string WithoutPosition(string message) => message.Split(" LineNumber:", 2)[0];

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
