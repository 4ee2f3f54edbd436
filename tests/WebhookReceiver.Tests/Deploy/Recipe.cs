using System.Text.RegularExpressions;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Deploy;

/// <summary>The files of <c>src/WebhookReceiver/Deploy</c>, as they are except for what belongs to a machine.</summary>
internal static partial class Recipe
{
    public static string PathOf(string name) => RepositoryFiles.PathOf($"src/WebhookReceiver/Deploy/{name}");

    /// <param name="name">The file.</param>
    /// <param name="replaced">What is replaced, and by what. Each must occur, so that the file and the test do not drift apart.</param>
    public static string Read(string name, params (string From, string To)[] replaced)
    {
        var text = File.ReadAllText(PathOf(name));

        foreach (var (from, to) in replaced)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The settings of the receiver that a file contains as environment variables, in whichever of the three notations.</summary>
    public static Dictionary<string, string?> SettingsIn(string name) => Setting().Matches(Read(name))
        .ToDictionary(static match => match.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal), static match => (string?)match.Groups["value"].Value.Trim(), StringComparer.Ordinal);

    [GeneratedRegex(@"^[^#\n]*?\b(?<key>(WhatsApp|Inbox|Operations|Channel|Dispatch|EventLog)__\w+)(=|: |, value: )(?<value>[^}\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Setting();
}
