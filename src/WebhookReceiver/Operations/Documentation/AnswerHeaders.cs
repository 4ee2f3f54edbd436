using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The headers of answers that callers act on.</summary>
internal static class AnswerHeaders
{
    public const string RetryAfter = "Retry-After";
    public const string Location = "Location";
    public const string WwwAuthenticate = "WWW-Authenticate";

    /// <summary>The headers that an answer has with this status; null when none of them is of interest.</summary>
    public static Dictionary<string, IOpenApiHeader>? Of(string status) => status switch
    {
        "401" => One(WwwAuthenticate, Text("How to authenticate.")),
        "429" => One(RetryAfter, Seconds()),
        "503" => One(RetryAfter, Seconds()),
        "202" => One(Location, Text("Where the progress is shown.")),
        _ => null,
    };

    public static OpenApiHeader Seconds() => new() { Description = "After how many seconds to try again.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" } };

    private static Dictionary<string, IOpenApiHeader> One(string name, OpenApiHeader header) => new(StringComparer.Ordinal) { [name] = header };

    private static OpenApiHeader Text(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
