using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>Calls <c>/api</c> with the key, and keeps only the status and the JSON of the answer.</summary>
internal sealed class ApiClient(HttpClient http, Uri operations, string key)
{
    /// <summary>Uses the key that the service has written to its folder.</summary>
    public static ApiClient Of(Receiver receiver, string directory) =>
        new(receiver.Http, receiver.OperationsUrl, File.ReadAllText(Path.Combine(directory, "operations.key")));

    public static ApiClient Of(ReceiverProcess receiver, string directory) =>
        new(receiver.Http, receiver.OperationsUrl, File.ReadAllText(Path.Combine(directory, "operations.key")));

    public async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(operations, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await http.SendAsync(request, Patience.Token);
        var text = await answer.Content.ReadAsStringAsync(Patience.Token);

        Assert.True(answer.Headers.CacheControl?.NoStore);

        if (!answer.IsSuccessStatusCode)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        return (answer.StatusCode, text);
    }

    public async Task<JsonElement> ReadAsync(HttpMethod method, string path, string? body = null)
    {
        var (status, text) = await SendAsync(method, path, body);
        Assert.True(status is HttpStatusCode.OK, $"{path}: {status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Waits until a figure of <c>/api/inbox/status</c> satisfies the condition.</summary>
    public Task UntilStatusAsync(string figure, Func<long, bool> isSo) => Poll.UntilAsync(
        async () => isSo((await ReadAsync(HttpMethod.Get, "/api/inbox/status")).GetProperty(figure).GetInt64()), $"{figure} was as it should be", Patience.Token);

    public async Task<IReadOnlyList<JsonElement>> LettersAsync(string query = "") =>
        [.. (await ReadAsync(HttpMethod.Get, $"/api/dead-letters{query}")).GetProperty("dead_letters").EnumerateArray()];

    /// <summary>Waits until the list satisfies the condition. Only the list shows the outcome of a replay.</summary>
    public async Task<IReadOnlyList<JsonElement>> UntilAsync(Func<IReadOnlyList<JsonElement>, bool> isSo)
    {
        IReadOnlyList<JsonElement> letters = [];
        await Poll.UntilAsync(async () => isSo(letters = await LettersAsync()), "the list was as it should be", Patience.Token);
        return letters;
    }
}
