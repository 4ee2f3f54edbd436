using System.Net;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Operating.Documentation;

/// <summary>The OpenAPI document as a receiver serves it.</summary>
internal sealed class ServedDocument
{
    public const string OperationsServer = "The operations listener.";

    private ServedDocument(JsonElement root)
    {
        Root = root;
        Operations = [.. root.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()
            .Where(static member => member.Name is not ("servers" or "parameters" or "summary" or "description"))
            .Select(member => new ServedOperation(member.Name.ToUpperInvariant(), path.Name, member.Value)))];
    }

    public JsonElement Root { get; }

    public IReadOnlyList<ServedOperation> Operations { get; }

    /// <summary>Those of the operations listener.</summary>
    public IEnumerable<ServedOperation> ForOperators => Operations.Where(static operation => operation.Tag is not "Callback");

    public static async Task<ServedDocument> OfAsync(Receiver receiver, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/openapi/v1.json"));
        change?.Invoke(request);
        using var answer = await receiver.Http.SendAsync(request, Patience.Token);

        return answer.StatusCode is HttpStatusCode.OK
            ? new ServedDocument(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Patience.Token)).RootElement)
            : throw new InvalidOperationException($"The document was answered with {answer.StatusCode}.");
    }

    public ServedOperation Find(string method, string path) =>
        Operations.Single(operation => operation.Path.Equals(path, StringComparison.Ordinal) && operation.Method.Equals(method, StringComparison.Ordinal));
}

/// <summary>An operation in the document.</summary>
internal sealed record ServedOperation(string Method, string Path, JsonElement Json)
{
    public string Tag => Json.GetProperty("tags")[0].GetString()!;

    public IEnumerable<JsonElement> Parameters => Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public IEnumerable<JsonProperty> Answers => Json.GetProperty("responses").EnumerateObject();

    public bool NeedsKey => Json.GetProperty("security").GetArrayLength() > 0;

    public bool HasBody => Json.TryGetProperty("requestBody", out _);

    /// <summary>Why an answer with this status and this type of content is not as the document says; null when it is.</summary>
    public string? WhyNot(HttpResponseMessage answer, bool isEmpty)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);

        if (!Json.GetProperty("responses").TryGetProperty(status, out var described))
        {
            return $"{Method} {Path} answered {status}, which is not documented";
        }

        var types = described.TryGetProperty("content", out var content) ? content.EnumerateObject().Select(static type => type.Name).ToList() : [];
        var type = answer.Content.Headers.ContentType?.MediaType;

        return types.Count is 0 && isEmpty ? null
            : type is not null && types.Contains(type, StringComparer.Ordinal) ? null
            : $"{Method} {Path} answered {status} with {type ?? "no content"} instead of {string.Join(" or ", types)}";
    }
}
