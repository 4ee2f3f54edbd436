using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Describes the GET of a callback URL.</summary>
internal static class CallbackHandshake
{
    private const string Challenge = "1158201444";

    public static OpenApiOperation Describe(CallbackRouteMetadata callback, OpenApiDocument document) => new()
    {
        OperationId = CallbackDocumentation.IdOf("handshake", callback.Endpoint),
        Summary = $"Meta checks the callback URL of the endpoint {callback.Endpoint}",
        Tags = new HashSet<OpenApiTagReference> { new(DocumentGroups.Callback, document) },
        Parameters =
        [
            Query("hub.mode", "Always `subscribe`.", new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["subscribe"] }, "subscribe"),
            Query("hub.verify_token", "One of the configured verify tokens.", Text(), "dev-verify-token"),
            Query("hub.challenge", "Echoed.", Text(), Challenge),
        ],
        Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "The bare challenge.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["text/plain"] = new() { Schema = Text(), Example = Challenge } },
            },
            ["403"] = CallbackDocumentation.Empty("Something in the handshake was wrong, or the address is not on the list of the endpoint, or the required client certificate is missing or not accepted. No body."),
            ["429"] = CallbackDocumentation.Empty("Something in the handshake was wrong, and this address has failed too often. The right token is accepted at any time. No body.", AnswerHeaders.Of("429")),
        },
    };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema, JsonNode example) =>
        new() { Name = name, In = ParameterLocation.Query, Required = true, Description = description, Schema = schema, Example = example };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
