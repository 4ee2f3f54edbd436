using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace WebhookReceiver;

/// <summary>Says in plain lines why the service did not start, where the reason is a setting. Other failures keep their stack trace.</summary>
internal static class StartFailure
{
    /// <returns>Null when the failure is none that a setting explains.</returns>
    public static string? Explain(Exception exception)
    {
        var problems = ProblemsOf(exception).Distinct(StringComparer.Ordinal).ToList();

        return problems.Count is 0
            ? null
            : $"The receiver did not start. Problems with the configuration:{Environment.NewLine}"
                + string.Join(Environment.NewLine, problems.Select(static problem => $"  - {problem}"));
    }

    private static IEnumerable<string> ProblemsOf(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(ProblemsOf),
        OptionsValidationException validation => validation.Failures,
        InvalidConfigurationException configuration => [configuration.Message],
        AddressInUseException => [$"Urls or Operations:Url: {exception.Message}"],
        IOException { InnerException: AddressInUseException } => [$"Urls or Operations:Url: {exception.Message}"],
        SocketException socket => [$"Urls or Operations:Url: the address cannot be listened on ({socket.SocketErrorCode})."],
        InvalidDataException file => [file.Message],

        // A handler that cannot be added: its name is taken, or it needs one.
        ArgumentException { Source: "WebhookReceiver.Pipeline" } => [exception.Message],

        // The binder's exception for a value that is no number, no duration and so on. Its text names the key and not where it came from.
        InvalidOperationException { InnerException: FormatException or OverflowException } or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" }
            => [exception.Message],
        _ => [],
    };
}
