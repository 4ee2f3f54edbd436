using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Puts the first line of each warning and error that the receiver logs into the story, without ids that differ between runs.</summary>
internal static partial class StoryLog
{
    public static LogLines Into(Story story) => new(
        static (_, level) => level >= LogLevel.Warning,
        line => story.Remark($"({line.Id}) {Ids().Replace(line.Text.Split('\n')[0], "…")}"));

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16}-[0-9a-f]{16}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
