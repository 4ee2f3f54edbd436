using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

[Trait("row", "O02")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class When_api_is_called_without_the_key
{
    private const string Key = "an-operations-key-0123";

    [Theory]
    [InlineData("GET", "/api/dead-letters")]
    [InlineData("GET", "/api/dead-letters?limit=nonsense")]
    [InlineData("GET", "/api/dead-letters/01a1faa1-7809-7f6c-b6e1-99132d80766a")]
    [InlineData("POST", "/api/dead-letters/01a1faa1-7809-7f6c-b6e1-99132d80766a/replay")]
    [InlineData("POST", "/api/dead-letters/replay")]
    [InlineData("DELETE", "/api/dead-letters/01a1faa1-7809-7f6c-b6e1-99132d80766a")]
    [InlineData("GET", "/api/inbox/status")]
    [InlineData("GET", "/api/inbox/verify")]
    [InlineData("GET", "/api/inbox/export")]
    [InlineData("POST", "/api/inbox/erase")]
    public async Task Nothing_is_answered_but_401(string method, string path)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key });

        foreach (var (header, value) in new[] { ("X-Nothing", "x"), ("X-Api-Key", Key + "0"), ("X-Api-Key", ""), ("Authorization", "Bearer wrong"), ("Authorization", $"Basic {Key}") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(receiver.OperationsUrl, path));
            request.Headers.TryAddWithoutValidation(header, value);
            request.Headers.Add("Origin", "https://elsewhere.example");
            using var answer = await receiver.Http.SendAsync(request, Patience.Token);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.DoesNotContain("detail", await answer.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_correct_key_is_accepted_in_either_header()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key });

        foreach (var (header, value) in new[] { ("X-Api-Key", Key), ("Authorization", $"Bearer {Key}"), ("authorization", $"bearer {Key}") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/inbox/status"));
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await receiver.Http.SendAsync(request, Patience.Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_public_listener_does_not_serve_it_even_with_the_key()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.PublicUrl, "/api/inbox/status"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Headers.Host = receiver.OperationsUrl.Authority;

        using var answer = await receiver.Http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Patience.Token));
    }

    [Fact]
    public async Task The_key_file_is_readable_by_its_owner_only_and_changes_at_each_start()
    {
        using var temporary = new TemporaryDirectory();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Journal",
            ["Inbox:Directory"] = temporary.Path,
            ["Inbox:MinimumFreeBytes"] = "0",
        };
        var path = temporary.File("operations.key");
        await File.WriteAllTextAsync(path, "left by nobody knows whom", Patience.Token);

        await using (var first = Receiver.Start(settings))
        {
            Assert.Matches("^[0-9a-f]{64}$", await File.ReadAllTextAsync(path, Patience.Token));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        var earlier = await File.ReadAllTextAsync(path, Patience.Token);
        await using var second = Receiver.Start(settings);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(second.OperationsUrl, "/api/inbox/status"));
        request.Headers.Add("X-Api-Key", earlier);
        using var answer = await second.Http.SendAsync(request, Patience.Token);

        Assert.NotEqual(earlier, await File.ReadAllTextAsync(path, Patience.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("operations.key.new", Directory.EnumerateFiles(temporary.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Without_a_key_and_without_a_folder_every_request_is_refused()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/inbox/status"));
        request.Headers.Add("X-Api-Key", string.Empty);

        using var answer = await receiver.Http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Operations:ApiKey", await answer.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_wrong_keys_is_one_line_in_the_log_and_shows_no_key()
    {
        using var log = new LogLines(LogLine.IsOrdinary);
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key },
            services => services.AddLogging(logging => logging.AddProvider(log)));

        for (var index = 0; index < 50; index++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/inbox/status"));
            request.Headers.Add("X-Api-Key", $"wrong-key-{index}");
            using var answer = await receiver.Http.SendAsync(request, Patience.Token);
        }

        Assert.Single(log.All, static line => line.Id is 1281);
        Assert.DoesNotContain(log.All, static line => line.Text.Contains("wrong-key", StringComparison.Ordinal) || line.Text.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_document_says_that_it_requires_the_key()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" });

        using var document = System.Text.Json.JsonDocument.Parse(
            await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/openapi/v1.json"), Patience.Token));

        var schemes = document.RootElement.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("X-Api-Key", schemes.GetProperty("api-key").GetProperty("name").GetString());
        Assert.Equal("bearer", schemes.GetProperty("bearer").GetProperty("scheme").GetString());
        var paths = document.RootElement.GetProperty("paths");
        Assert.Equal(2, paths.GetProperty("/api/dead-letters").GetProperty("get").GetProperty("security").GetArrayLength());
        Assert.True(paths.GetProperty("/api/inbox/erase").GetProperty("post").TryGetProperty("security", out _));
        Assert.Contains("received_at", document.RootElement.GetProperty("components").GetProperty("schemas").GetRawText(), StringComparison.Ordinal);
    }
}
