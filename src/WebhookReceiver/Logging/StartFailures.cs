using Serilog.Core;
using Serilog.Events;

namespace WebhookReceiver.Logging;

/// <summary>The host's own report of a start that failed, with a stack trace: <see cref="StartFailure"/> says the same in one line.</summary>
internal static class StartFailures
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string Report = "Hosting failed to start";

    public static bool IsReported(LogEvent line) =>
        line.MessageTemplate.Text is Report && line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source) && source is ScalarValue { Value: Host };
}
