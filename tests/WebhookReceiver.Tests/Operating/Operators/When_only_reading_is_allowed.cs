using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary><c>Operations:ReadKey</c> opens what only reads, and nothing else, whatever routes are added.</summary>
[Trait("row", "O02")]
public sealed class When_only_reading_is_allowed
{
    private const string Key = "an-operations-key-0123";
    private const string ReadKey = "a-key-for-reading-4567";
    private const string Session = "/api/session";

    [Fact]
    public async Task Every_route_that_changes_something_is_forbidden_and_every_other_one_is_not()
    {
        await using var receiver = Start();
        var seen = 0;

        foreach (var (method, path) in Routes(receiver))
        {
            using var answer = await SendAsync(receiver, method, path, ReadKey);
            var mayBeRead = method == HttpMethod.Get || path.StartsWith(Session, StringComparison.Ordinal);

            Assert.True(mayBeRead == answer.StatusCode is not HttpStatusCode.Forbidden, $"{method} {path}: {answer.StatusCode}");
            seen += mayBeRead ? 0 : 1;
        }

        Assert.True(seen >= 4, "The routes were not found.");
    }

    [Fact]
    public async Task No_route_is_answered_without_a_key_except_the_one_that_gives_access()
    {
        await using var receiver = Start();

        foreach (var (method, path) in Routes(receiver).Where(static route => !route.Path.StartsWith(Session, StringComparison.Ordinal)))
        {
            using var answer = await SendAsync(receiver, method, path, key: null);
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{method} {path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_refusal_says_which_key_it_was()
    {
        await using var receiver = Start();

        using var answer = await SendAsync(receiver, HttpMethod.Post, "/api/dead-letters/replay", ReadKey);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Operations:ReadKey", await answer.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_the_reading_key_only_reads()
    {
        await using var receiver = Start();
        using var browser = new BrowserLikeClient(receiver.OperationsUrl);

        Assert.Contains("\"access\":\"read\"", await browser.LogInAsync(ReadKey), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Get, "/api/inbox/status"));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(HttpMethod.Post, "/api/dead-letters/replay"));
        Assert.Equal(HttpStatusCode.NoContent, await browser.StatusAsync(HttpMethod.Delete, Session));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(HttpMethod.Get, "/api/inbox/status"));
    }

    [Fact]
    public async Task The_keys_can_be_replaced_while_the_service_runs()
    {
        using var temporary = new TemporaryDirectory();
        var file = temporary.File("read-key");
        await File.WriteAllTextAsync(file, ReadKey, Patience.Token);
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key, ["Operations:ReadKeyFile"] = file });
        using var browser = new BrowserLikeClient(receiver.OperationsUrl);
        await browser.LogInAsync(ReadKey);

        await File.WriteAllTextAsync(file, "another-key-for-reading", Patience.Token);

        // Also the session that was begun with the replaced key ends. While the change is awaited, so many keys are wrong that the refusal may be 429.
        await Poll.UntilAsync(async () => await StatusAsync(receiver, "another-key-for-reading") is HttpStatusCode.OK, "the new key was read", Patience.Token);
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(receiver, ReadKey));
        Assert.NotEqual(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Get, "/api/inbox/status"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(receiver, Key));
    }

    /// <summary>All routes below <c>/api</c> with their methods, with a value for each parameter.</summary>
    internal static IEnumerable<(HttpMethod Method, string Path)> Routes(Receiver receiver) =>
        from route in receiver.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let text = "/" + route.RoutePattern.RawText!.TrimStart('/')
        where text.StartsWith("/api/", StringComparison.Ordinal) && !text.StartsWith("/api/live", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? throw new InvalidOperationException($"{text} accepts any method.")
        select (new HttpMethod(method), PathOf(route));

    internal static async Task<HttpResponseMessage> SendAsync(Receiver receiver, HttpMethod method, string path, string? key)
    {
        using var request = new HttpRequestMessage(method, new Uri(receiver.OperationsUrl, path));
        request.Content = method == HttpMethod.Get ? null : new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await receiver.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
    }

    private static Receiver Start() =>
        Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key, ["Operations:ReadKey"] = ReadKey });

    private static async Task<HttpStatusCode> StatusAsync(Receiver receiver, string key)
    {
        using var answer = await SendAsync(receiver, HttpMethod.Get, "/api/inbox/status", key);
        return answer.StatusCode;
    }

    private static string PathOf(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(static part =>
        part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter
            ? parameter.ParameterPolicies.Count > 0 ? "01a1faa1-7809-7f6c-b6e1-99132d80766a" : "0123456789abcdef0123456789abcdef"
            : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content))));
}
