using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Operators;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Documentation;

/// <summary>Every route is called in many ways, right and wrong; each answer is one that the document has, with the content that it says.</summary>
public sealed class When_answers_are_compared_with_the_document
{
    private const string Key = "an-operations-key-0123";
    private const string ReadKey = "a-reading-key-0123456";
    private const string Unknown = "01a1faa1-7809-7f6c-b6e1-99132d80766a";

    [Theory]
    [InlineData("Journal", Key)]
    [InlineData("Memory", Key)]
    [InlineData("Memory", null)]
    public async Task Each_is_as_documented(string store, string? key)
    {
        await using var receiver = Start(store, key);
        var ids = key is null ? [] : await IdsOfADeadLetterAsync(receiver);
        var document = await ServedDocument.OfAsync(receiver);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new List<string>();

        // What removes something comes last.
        foreach (var operation in document.ForOperators.OrderBy(static one => one.Method is "GET" ? 0 : one.Method is "POST" ? 1 : 2))
        {
            foreach (var request in RequestsFor(operation, receiver.OperationsUrl, ids))
            {
                // A stream has no end.
                using var answer = await receiver.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
                var isEmpty = answer.Content.Headers.ContentType is null && (await answer.Content.ReadAsByteArrayAsync(Patience.Token)).Length is 0;
                seen.Add($"{(int)answer.StatusCode}");

                if (operation.WhyNot(answer, isEmpty) is { } problem)
                {
                    wrong.Add($"{problem} (request: {request.RequestUri!.PathAndQuery}, {request.Headers.ToString().ReplaceLineEndings(" ")})");
                }
            }
        }

        Assert.Empty(wrong);
        string[] expected = key is null ? ["200", "404", "421"] : ["200", "400", "401", "403", "404", "415", "421", "429"];
        Assert.Empty(expected.Except(seen));
    }

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/dead-letters/not-an-id", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/dead-letters", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    public async Task What_no_route_answers_is_a_problem_too(string method, string path, HttpStatusCode status)
    {
        await using var receiver = Start("Memory", Key);

        using var answer = await receiver.Http.SendAsync(With(new HttpRequestMessage(new HttpMethod(method), new Uri(receiver.OperationsUrl, path)), Key), Patience.Token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task An_exception_that_no_route_expected_is_a_problem_that_reveals_nothing_and_a_line_in_the_log()
    {
        using var log = new LogLines(LogLine.IsOrdinary);
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Operations:ApiKey"] = Key },
            services => services.AddLogging(logging => logging.AddProvider(log)).AddSingleton<Doctor>(static _ => throw new InvalidOperationException("a detail of the machine")));

        using var answer = await receiver.Http.SendAsync(With(new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/doctor")), Key), Patience.Token);

        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("machine", await answer.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
        Assert.Single(log.All, static line => line.Id is 1030);
    }

    private static IEnumerable<HttpRequestMessage> RequestsFor(ServedOperation operation, Uri server, Dictionary<string, string> ids)
    {
        var plain = PathOf(operation, ids);
        yield return With(Request(operation, server, PathOf(operation, [])), Key);
        yield return With(Request(operation, server, plain), "wrong");
        yield return With(Request(operation, server, plain), key: null);
        yield return With(Request(operation, server, plain), Key, host: "attacker.example");
        yield return With(Request(operation, server, plain), Key, origin: "https://attacker.example");
        yield return With(Request(operation, server, plain), ReadKey);

        foreach (var parameter in operation.Parameters)
        {
            yield return parameter.GetProperty("in").GetString() is "query"
                ? With(Request(operation, server, $"{plain}?{parameter.GetProperty("name")}=%22nonsense"), Key)
                : With(Request(operation, server, operation.Path.Replace($"{{{parameter.GetProperty("name")}}}", "nonsense", StringComparison.Ordinal)), Key);
        }

        if (operation.HasBody)
        {
            yield return With(Request(operation, server, plain, "{not json"), Key);
            yield return With(Request(operation, server, plain, "x", "text/plain"), Key);
            yield return With(Request(operation, server, plain, Example(operation)), Key);
        }

        yield return With(Request(operation, server, plain), Key);
    }

    private static HttpRequestMessage Request(ServedOperation operation, Uri server, string path, string? body = null, string type = "application/json") =>
        new(new HttpMethod(operation.Method), new Uri(server, path)) { Content = operation.HasBody ? new StringContent(body ?? "{}", Encoding.UTF8, type) : null };

    private static HttpRequestMessage With(HttpRequestMessage request, string? key, string? host = null, string? origin = null)
    {
        request.Headers.Host = host;

        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return request;
    }

    private static string Example(ServedOperation operation) =>
        operation.Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();

    private static string PathOf(ServedOperation operation, Dictionary<string, string> ids)
    {
        var group = operation.Path.Split('/').ElementAtOrDefault(2) ?? string.Empty;

        return operation.Path
            .Replace("{id}", ids.GetValueOrDefault(group, Unknown), StringComparison.Ordinal)
            .Replace("{key}", ids.GetValueOrDefault(group, "0123456789abcdef"), StringComparison.Ordinal)
            .Replace("{name}", ids.GetValueOrDefault(group, "nobody"), StringComparison.Ordinal);
    }

    /// <summary>A dead letter, so that there is something to show: its id, and those of its event and its delivery, by the part of the path.</summary>
    private static async Task<Dictionary<string, string>> IdsOfADeadLetterAsync(Receiver receiver)
    {
        using var accepted = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.1", "x"), Patience.Token);
        var letter = default(JsonElement);

        await Poll.UntilAsync(
            async () =>
            {
                using var request = With(new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/dead-letters")), Key);
                using var answer = await receiver.Http.SendAsync(request, Patience.Token);
                var letters = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Patience.Token)).RootElement.GetProperty("dead_letters");
                letter = letters.GetArrayLength() > 0 ? letters[0] : default;
                return letter.ValueKind is JsonValueKind.Object;
            },
            "there was a dead letter",
            Patience.Token);

        return new(StringComparer.Ordinal)
        {
            ["dead-letters"] = letter.GetProperty("id").GetString()!,
            ["events"] = letter.GetProperty("key").GetString()!,
            ["deliveries"] = letter.GetProperty("delivery_id").GetString()!,
            ["handlers"] = "orders",
        };
    }

    private static Receiver Start(string store, string? key) => Receiver.Start(
        new(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = store,
            ["Inbox:MinimumFreeBytes"] = "0",
            ["Dispatch:MaxAttempts"] = "1",
            ["Operations:ApiKey"] = key,
            ["Operations:ReadKey"] = key is null ? null : ReadKey,
        },
        static services =>
        {
            services.RemoveHandlers();
            services.AddWhatsAppWebhooks().On<TextMessage>(static (TextMessage _) => Task.FromException(new TimeoutException("The shop did not answer.")), "orders");
        });
}
