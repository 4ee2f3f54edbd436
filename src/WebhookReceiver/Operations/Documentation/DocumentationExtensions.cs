using System.Text.Json.Serialization;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The OpenAPI document of both listeners, and its page.</summary>
internal static class DocumentationExtensions
{
    private const string PagePrefix = "swagger";
    private const string Name = "v1";
    private const string DocumentPath = "/openapi/{documentName}.json";
    private const string ForwardedScheme = "X-Forwarded-Proto";

    /// <summary>The steps run in this order. Each goes through the whole document, so that a route that is added later is covered, and none has to know the others.</summary>
    public static void AddDocumentation(this IServiceCollection services)
    {
        // Otherwise every number is described as one that may also be text. Nothing of this service is read or written with these options.
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);

        services.AddSingleton<PublicServers>();
        services.AddOpenApi(Name, static options =>
        {
            options.CreateSchemaReferenceId = SchemaDocumentation.NameOf;
            options
                .AddSchemaTransformer<SchemaDocumentation>()
                .AddDocumentTransformer<HealthDocumentation>()
                .AddDocumentTransformer<CallbackDocumentation>()
                .AddDocumentTransformer<LiveDocumentation>()
                .AddDocumentTransformer<DryRunDocumentation>()
                .AddDocumentTransformer<KeyDocumentation>()
                .AddDocumentTransformer<ParameterDocumentation>()
                .AddDocumentTransformer<AnswerDocumentation>()
                .AddDocumentTransformer<ExampleDocumentation>()
                .AddDocumentTransformer<DocumentHead>();
        });
    }

    public static void MapDocumentation(this WebApplication app)
    {
        app.MapOpenApi(DocumentPath).Finally(static endpoint =>
        {
            var write = endpoint.RequestDelegate!;

            endpoint.RequestDelegate = context =>
            {
                // The document names the address at which it was asked for. Anybody may claim to be a proxy here: it concerns only the answer to that request.
                if (context.Request.Headers[ForwardedScheme] is [{ } scheme] && scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
                {
                    context.Request.Scheme = Uri.UriSchemeHttps;
                }

                context.Response.Headers.CacheControl = "no-store";
                return write(context);
            };
        });

        // Middleware on its own branch: in front of the callbacks it would cost each delivery an allocation and a path comparison.
        app.UseWhen(
            static context => context.Request.Path.StartsWithSegments($"/{PagePrefix}", StringComparison.OrdinalIgnoreCase),
            static branch => branch.UseSwaggerUI(static page =>
            {
                page.RoutePrefix = PagePrefix;
                page.DocumentTitle = "WhatsApp webhook receiver";
                page.SwaggerEndpoint($"/openapi/{Name}.json", Name);

                // A link to each operation, the time it took, and a search.
                page.EnableDeepLinking();
                page.DisplayRequestDuration();
                page.EnableFilter();
            }));
    }
}
