using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations;

/// <summary>
/// Describes the callback URLs in the OpenAPI document. They are plain request delegates, for speed, so nothing else describes their parameters.
/// </summary>
internal sealed class CallbackDocumentation(EndpointDataSource routes) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "WhatsApp webhook receiver";
        document.Info.Description = "The callback URLs answer on the public listener, everything else on the operations listener.";

        // Only the proxy knows under which URL the callbacks are reached from outside, not this process.
        document.Servers = [];

        foreach (var callback in routes.Endpoints.Select(static route => route.Metadata.GetMetadata<CallbackRouteMetadata>()).OfType<CallbackRouteMetadata>())
        {
            var operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = Notification(callback) };

            if (callback.HasHandshake)
            {
                operations[HttpMethod.Get] = Handshake(callback);
            }

            document.Paths[callback.Path] = new OpenApiPathItem { Operations = operations };
        }

        return Task.CompletedTask;
    }

    private static OpenApiOperation Handshake(CallbackRouteMetadata callback) => new()
    {
        OperationId = $"handshake-{callback.Endpoint}",
        Summary = "Meta checks the callback URL",
        Parameters = [Query("hub.mode", "subscribe"), Query("hub.verify_token", "One of the configured verify tokens."), Query("hub.challenge", "Echoed.")],
        Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "The bare challenge.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["text/plain"] = new() { Schema = Text() } },
            },
            ["403"] = new OpenApiResponse { Description = "Something in the handshake was wrong." },
            ["429"] = new OpenApiResponse { Description = "Something in the handshake was wrong, and this address has failed too often; try again after Retry-After seconds." },
        },
    };

    private static OpenApiOperation Notification(CallbackRouteMetadata callback) => new()
    {
        OperationId = $"notification-{callback.Endpoint}",
        Summary = callback.HasHandshake ? "Meta sends a notification" : "A sender sends a notification",
        Parameters =
        [
            new OpenApiParameter
            {
                Name = callback.ProofHeader,
                In = ParameterLocation.Header,
                Required = true,
                Description = callback.HasHandshake ? "sha256= and 64 hexadecimal digits: HMAC-SHA256 of the body with the app secret." : "The proof of the sender that WhatsApp:Sender demands.",
                Schema = Text(),
            },
        ],
        RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A notification in Meta's JSON. It is not parsed before the answer.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() },
        },
        Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse { Description = "Accepted. Empty body." },
            ["400"] = new OpenApiResponse { Description = "The body violates HTTP." },
            ["401"] = new OpenApiResponse { Description = "The proof of the sender is missing, malformed or wrong." },
            ["403"] = new OpenApiResponse { Description = "The address is not on the list of the endpoint, or the required client certificate is missing or not accepted." },
            ["408"] = new OpenApiResponse { Description = "The body did not arrive in time." },
            ["413"] = new OpenApiResponse { Description = "The body exceeds the limit." },
            ["503"] = new OpenApiResponse { Description = "No room at the moment; try again after Retry-After seconds." },
        },
    };

    private static OpenApiParameter Query(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Query, Required = true, Description = description, Schema = Text() };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
