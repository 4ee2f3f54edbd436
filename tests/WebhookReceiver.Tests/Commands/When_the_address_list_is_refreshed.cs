using System.Net;
using System.Net.Sockets;
using System.Text;
using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands;

/// <summary>Against a registry of our own, which answers one query and closes the connection.</summary>
public sealed class When_the_address_list_is_refreshed : IDisposable
{
    private const string Objects =
        """
        route:      203.0.113.0/24
        descr:      an invented network
        origin:     AS32934

        route:      203.0.113.128/25
        origin:     AS32934

        route:      203.0.113.0/24
        source:     another registry

        route6:     2001:db8::/32   # with a comment
        origin:     AS32934

        route:      0.0.0.0/0
        route:      nonsense
        """;

    private readonly TemporaryDirectory directory = new();
    private readonly TcpListener registry = new(IPAddress.Loopback, 0);

    public When_the_address_list_is_refreshed() => registry.Start();

    private string List => directory.File("lists/meta");

    public void Dispose()
    {
        registry.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task It_has_each_network_once_and_nothing_that_is_not_one()
    {
        var query = AnswerAsync(Objects);

        var answer = await RefreshAsync("--WhatsApp:AllowedAddresses=" + List);

        Assert.Equal((0, string.Empty), (answer.ExitCode, answer.Errors));
        Assert.Equal("-i origin AS32934\r\n", await query);
        Assert.Equal(["203.0.113.0/24", "2001:db8::/32"], Lines());
        Assert.Contains("has 2 networks", answer.Output, StringComparison.Ordinal);
        Assert.Contains("0.0.0.0/0", answer.Output, StringComparison.Ordinal);
        Assert.Contains("nonsense", answer.Output, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(directory.File("lists")));
    }

    [Fact]
    public async Task The_file_can_be_named_and_the_answer_can_be_JSON()
    {
        _ = AnswerAsync(Objects);

        var answer = await RefreshAsync("--file", List, "--json");

        Assert.Equal((0, 2), (answer.ExitCode, answer.Json.GetProperty("networks").GetInt32()));
    }

    [Theory]
    [InlineData("%  No entries found\n", "knows no network")]
    [InlineData("", "knows no network")]
    [InlineData("<html>busy</html>", "knows no network")]
    public async Task A_registry_without_an_answer_leaves_the_list_as_it_was(string said, string problem)
    {
        Directory.CreateDirectory(directory.File("lists"));
        await File.WriteAllTextAsync(List, "198.51.100.0/24\n", Patience.Token);
        _ = AnswerAsync(said);

        var answer = await RefreshAsync("--file", List);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(problem, answer.Errors, StringComparison.Ordinal);
        Assert.Equal(["198.51.100.0/24"], Lines());
    }

    [Fact]
    public async Task A_registry_that_is_silent_is_given_up()
    {
        var answer = await RefreshAsync("--file", List, "--Addresses:Timeout=00:00:01");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("did not answer within 1 seconds", answer.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(List));
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_named()
    {
        registry.Stop();

        var answer = await RefreshAsync("--file", List);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("cannot be reached", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_path_the_key_is_named()
    {
        var answer = await RefreshAsync("--endpoint", "shop");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("WhatsApp:Endpoints:shop:AllowedAddresses is not set", answer.Errors, StringComparison.Ordinal);
    }

    private string[] Lines() => [.. File.ReadLines(List).Where(static line => !line.StartsWith('#'))];

    private Task<Command> RefreshAsync(params string[] arguments) =>
        Command.RunAsync(directory.File("inbox"), ["addresses", "refresh", $"--Addresses:WhoisServer={registry.LocalEndpoint}", .. arguments]);

    /// <returns>What was asked.</returns>
    private async Task<string> AnswerAsync(string text)
    {
        using var connection = await registry.AcceptTcpClientAsync(Patience.Token);
        await using var stream = connection.GetStream();
        var query = new byte[100];
        var length = await stream.ReadAsync(query, Patience.Token);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Patience.Token);
        return Encoding.ASCII.GetString(query, 0, length);
    }
}
