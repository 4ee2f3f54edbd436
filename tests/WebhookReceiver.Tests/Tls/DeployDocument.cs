using System.Text.RegularExpressions;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Tests.Tls;

/// <summary>The configurations in the README about client certificates, word for word except for what belongs to the machine.</summary>
internal static partial class DeployDocument
{
    private const string Path = "src/WebhookReceiver/Deploy/ClientCertificates.md";

    /// <param name="heading">The section.</param>
    /// <param name="language">The language of its block.</param>
    /// <param name="replaced">What is replaced, and by what. Each must occur, so that the document and the test do not drift apart.</param>
    public static string Read(string heading, string language, params (string From, string To)[] replaced)
    {
        var section = RepositoryFiles.Read(Path).Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        var text = Blocks().Matches(section).Single(block => block.Groups["language"].Value.Equals(language, StringComparison.Ordinal)).Groups["content"].Value;

        foreach (var (from, to) in replaced)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<content>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Blocks();
}
