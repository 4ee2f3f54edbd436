using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Documentation;

/// <summary>All lines that an assembly can log, by number, from the attributes of the methods that log them.</summary>
internal static class LogTable
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, string> Rooms = new()
    {
        [1000] = "Endpoints",
        [1100] = "Verification, and all that is refused",
        [1200] = "Inbox",
        [1300] = "Channels",
        [1400] = "Parsing",
        [1500] = "Dispatch",
        [1600] = "Handlers and the event log",
        [1800] = "Watchdog",
    };

    public static string Write(Assembly assembly)
    {
        var text = new StringBuilder();

        foreach (var hundred in Lines(assembly).OrderBy(static line => line.EventId).GroupBy(static line => line.EventId / 100 * 100))
        {
            Assert.True(Rooms.TryGetValue(hundred.Key, out var room), $"No room has the numbers from {hundred.Key} on.");
            text.Append(text.Length is 0 ? string.Empty : "\n").Append(CultureInfo.InvariantCulture, $"{hundred.Key} {room}:\n\n| Number | Level | Text |\n|---|---|---|\n");

            foreach (var line in hundred)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {line.EventId} | {LevelOf(line)} | {TableCell.Of(line.Message)} |\n");
            }
        }

        return text.ToString();
    }

    public static IEnumerable<LoggerMessageAttribute> Lines(Assembly assembly) =>
        assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(Any))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>();

    // A method without a level takes it with each call.
    private static string LevelOf(LoggerMessageAttribute line) => line.Level is LogLevel.None ? "by what happened" : line.Level.ToString();
}
