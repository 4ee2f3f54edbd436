using Serilog.Core;
using Serilog.Events;

namespace WebhookReceiver.Logging;

/// <summary>Suppresses the host's own report of a failed start, with its stack trace: <see cref="StartFailure"/> says the same in plain lines.</summary>
internal static class StartFailures
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string Report = "Hosting failed to start";

    public static bool IsReported(LogEvent line) =>
        line.MessageTemplate.Text is Report && line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source) && source is ScalarValue { Value: Host };
}
