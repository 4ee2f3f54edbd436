using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Describes the POST of a callback URL.</summary>
internal static class CallbackNotification
{
    private const string Authorization = "Authorization";
    private const string ExampleName = "notification.request";

    /// <summary>The secret of the settings for Development, which everyone can read and which works nowhere else.</summary>
    private const string DevelopmentSecret = "dev-app-secret";

    private const string MetaSignature = "`sha256=` and 64 hexadecimal digits: HMAC-SHA256 of the body, byte for byte, with the app secret. The example is that of the example body, indented by two spaces, with the secret of Development.";
    private const string OtherProof = "The proof of the sender that `WhatsApp:Sender` demands.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The example body as tools write it that show the document, and its signature.</summary>
    public static (string Body, string Signature) Example()
    {
        var body = DocumentExamples.Find(ExampleName)!.ToJsonString(Indented);
        return (body, WebhookSignature.Create(DevelopmentSecret, Encoding.UTF8.GetBytes(body)));
    }

    public static OpenApiOperation Describe(CallbackRouteMetadata callback, OpenApiDocument document) => new()
    {
        OperationId = CallbackDocumentation.IdOf("notification", callback.Endpoint),
        Summary = $"{(callback.HasHandshake ? "Meta" : "A sender")} sends a notification to the endpoint {callback.Endpoint}",
        Description = "A page of the operations listener, such as Swagger UI, cannot call the public listener. It shows a curl command that does: with the example body and the example of the header it is accepted in Development.",
        Tags = new HashSet<OpenApiTagReference> { new(DocumentGroups.Callback, document) },
        Parameters = IsAuthorization(callback) ? [] : [Proof(callback)],
        Security = IsAuthorization(callback) ? [Scheme(callback, document)] : null,
        RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A notification in Meta's JSON. It is not parsed before the answer.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "An envelope of Meta's." }, Example = DocumentExamples.Find(ExampleName) },
            },
        },
        Responses = new OpenApiResponses
        {
            ["200"] = CallbackDocumentation.Empty("Accepted: it is stored. No body."),
            ["400"] = CallbackDocumentation.Empty("The body violates HTTP. No body."),
            ["401"] = CallbackDocumentation.Empty("The proof of the sender is missing, malformed or wrong. No body."),
            ["403"] = CallbackDocumentation.Empty("The address is not on the list of the endpoint, or the required client certificate is missing or not accepted. No body."),
            ["408"] = CallbackDocumentation.Empty("The body did not arrive in time. No body."),
            ["413"] = CallbackDocumentation.Empty("The body exceeds the limit of the endpoint. No body."),
            ["503"] = CallbackDocumentation.Empty("No room at the moment. The sender repeats it. No body.", AnswerHeaders.Of("503")),
        },
    };

    /// <summary>OpenAPI ignores a parameter with the name of this header: it must be a security scheme.</summary>
    private static bool IsAuthorization(CallbackRouteMetadata callback) => callback.ProofHeader.Equals(Authorization, StringComparison.OrdinalIgnoreCase);

    private static OpenApiParameter Proof(CallbackRouteMetadata callback)
    {
        var isMeta = callback.ProofHeader.Equals(SignatureHeader.HeaderName, StringComparison.OrdinalIgnoreCase);

        return new OpenApiParameter
        {
            Name = callback.ProofHeader,
            In = ParameterLocation.Header,
            Required = true,
            Description = isMeta ? MetaSignature : OtherProof,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = isMeta ? "^sha256=[0-9a-fA-F]{64}$" : null },
            Example = isMeta ? (JsonNode)Example().Signature : null,
        };
    }

    private static OpenApiSecurityRequirement Scheme(CallbackRouteMetadata callback, OpenApiDocument document)
    {
        var name = CallbackDocumentation.IdOf("proof", callback.Endpoint);
        document.AddComponent<IOpenApiSecurityScheme>(name, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Authorization, Description = OtherProof });
        return new() { [new OpenApiSecuritySchemeReference(name, document)] = [] };
    }
}
