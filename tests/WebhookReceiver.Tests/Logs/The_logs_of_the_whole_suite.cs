using System.Text.RegularExpressions;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Logs;

/// <summary>
/// Runs after every other test and searches everything that the receivers of this run have logged, at every level: nothing in it may be a secret, or
/// identify a person.
/// </summary>
[Collection(SuiteLogs.Name)]
public sealed partial class The_logs_of_the_whole_suite
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Contain_no_secret_no_number_no_id_and_no_text()
    {
        await ProvokeAsync();

        var lines = SuiteLog.Lines.All.Where(static line => !IsOfTheClient(line)).ToArray();
        var leaks = lines.Select(static line => $"{line.Category} {line.EventId} {line.Text}").Where(Leaks).ToArray();

        Assert.Empty(leaks);
        Assert.Contains(lines, static line => line.Category.StartsWith("WebhookReceiver", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Category.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_traces_contain_none_either()
    {
        await ProvokeAsync();

        Assert.Empty(SuiteTraces.Lines.Where(Leaks).ToArray());
        Assert.NotEmpty(SuiteTraces.Lines);
    }

    [Theory]
    [InlineData("token scenario-verify-token in a line")]
    [InlineData("Request starting GET /webhook?hub.verify_token=something")]
    [InlineData("secret scenario-app-secret-0123456789")]
    [InlineData("value scenario-header-value-0123456789")]
    [InlineData("from 15550100300")]
    [InlineData("wamid.HBgL")]
    [InlineData("sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void The_search_would_find_them(string line) => Assert.True(Leaks(line));

    /// <summary>Ensures that the search has something to search, whichever tests of the suite were run.</summary>
    private static async Task ProvokeAsync()
    {
        await using var receiver = Receiver.Start();
        using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.HBgL", "a private text"), Token);
        using var refused = await receiver.Http.SendAsync(Notifications.Signed(receiver.Callback, "{}", "another-secret-0123456789"), Token);
        using var handshake = await receiver.Http.GetAsync(
            new Uri(receiver.Callback, $"?hub.mode=subscribe&hub.verify_token={Receiver.VerifyToken}&hub.challenge=1"), Token);
        using var raw = await RawConnection.OpenAsync(receiver.PublicUrl, Token);
        await raw.SendAsync($"GET /webhook?hub.mode=subscribe&hub.verify_token={Receiver.VerifyToken}&hub.challenge=1 HTTP/9.9\r\n\r\n", Token);
        await raw.ReadToEndAsync(Token);
    }

    private static bool Leaks(string line) => Private().IsMatch(line);

    /// <summary>The loggers of HttpClient belong to the tests.</summary>
    private static bool IsOfTheClient(LogLine line) => line.Category.StartsWith("System.Net.Http", StringComparison.Ordinal);

    [GeneratedRegex(
        "scenario-(verify-token|app-secret|header-value|password|d360-secret)|verify_token|another-secret|1555\\d{7}|wamid\\.|a private text|secret words|sha256=",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Private();
}
