using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>
/// Completes the answers of the operations listener: those that any route may give, what each status means, the headers that callers act on, and an error of each kind.
/// </summary>
internal sealed class AnswerDocumentation : IOpenApiDocumentTransformer
{
    private const string ContentType = "application/problem+json";
    private const int FirstError = 400;

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        const string problem = nameof(ProblemDetails);

        if (document.Components?.Schemas?.ContainsKey(problem) is not true)
        {
            document.AddComponent<IOpenApiSchema>(problem, await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), cancellationToken: cancellationToken));
        }

        foreach (var operation in document.ForOperators())
        {
            var answers = operation.Responses ??= [];
            answers.TryAdd("421", new OpenApiResponse());
            answers.TryAdd("500", new OpenApiResponse());

            if (operation.RequestBody is not null)
            {
                answers.TryAdd("415", new OpenApiResponse());
            }

            foreach (var (status, answer) in answers.ToList())
            {
                Complete((OpenApiResponse)answer, status, operation, document);
            }

            operation.Responses = Sorted(answers);
        }
    }

    private static void Complete(OpenApiResponse answer, string status, OpenApiOperation operation, OpenApiDocument document)
    {
        answer.Headers ??= AnswerHeaders.Of(status);
        answer.Description = AnswerMeanings.Of(status, operation) ?? answer.Description;

        var code = int.Parse(status, CultureInfo.InvariantCulture);

        if (code >= FirstError && answer.Content is null or { Count: 0 })
        {
            answer.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), document) } };
        }

        if (answer.Content?.TryGetValue(ContentType, out var content) is true)
        {
            content.Example = Example(code, AnswerMeanings.DetailOf(status));
        }
    }

    private static JsonObject Example(int status, string? detail)
    {
        var example = new JsonObject();

        if (AnswerMeanings.TypeOf(status) is { } type)
        {
            example["type"] = type;
        }

        example["title"] = ReasonPhrases.GetReasonPhrase(status);
        example["status"] = status;

        if (detail is not null)
        {
            example["detail"] = detail;
        }

        return example;
    }

    private static OpenApiResponses Sorted(OpenApiResponses answers)
    {
        var sorted = new OpenApiResponses();

        foreach (var (status, answer) in answers.OrderBy(static answer => answer.Key, StringComparer.Ordinal))
        {
            sorted[status] = answer;
        }

        return sorted;
    }
}
