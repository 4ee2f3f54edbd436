using System.Globalization;
using System.Text.RegularExpressions;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating;

/// <summary>One answer of <c>/metrics</c>.</summary>
internal sealed partial class Scrape(string text)
{
    public string Text => text;

    public static async Task<Scrape> OfAsync(HttpClient http, Uri operations)
    {
        using var answer = await http.GetAsync(new Uri(operations, "/metrics"), Patience.Token);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        return new Scrape(await answer.Content.ReadAsStringAsync(Patience.Token));
    }

    public static Task<Scrape> OfAsync(Receiver receiver) => OfAsync(receiver.Http, receiver.OperationsUrl);

    /// <summary>Scrapes until the numbers are as they should be: counting happens after the answer to the sender.</summary>
    public static async Task<Scrape> UntilAsync(Receiver receiver, Func<Scrape, bool> isSo, string what)
    {
        Scrape? last = null;
        await Poll.UntilAsync(async () => isSo(last = await OfAsync(receiver)), what, Patience.Token);
        return last!;
    }

    /// <summary>The values of all series of that name whose labels contain all of these.</summary>
    public IReadOnlyList<double> Values(string name, params string[] labels) =>
    [
        .. Sample().Matches(text)
            .Where(match => string.Equals(match.Groups["name"].Value, name, StringComparison.Ordinal) && labels.All(label => match.Groups["labels"].Value.Contains(label, StringComparison.Ordinal)))
            .Select(static match => double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)),
    ];

    public double Sum(string name, params string[] labels) => Values(name, labels).Sum();

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>[^\n]*)\})? (?<value>[^\n]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sample();
}
