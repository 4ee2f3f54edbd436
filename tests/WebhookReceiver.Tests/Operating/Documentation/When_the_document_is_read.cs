using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operations.Documentation;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Documentation;

/// <summary>The document says everything about every route, and nothing about routes that do not exist.</summary>
public sealed class When_the_document_is_read
{
    /// <summary>Pages and their files, and the document itself.</summary>
    private static readonly string[] NotDescribed = ["/console", "/console/assets/{version}/{**name}", "/console/{**view}", "/openapi/{documentName}.json"];

    private static readonly string[] Limited = ["integer", "number", "boolean"];

    [Fact]
    public async Task Every_route_of_both_listeners_is_in_it_and_no_other()
    {
        await using var receiver = StartWithShop();
        var document = await ServedDocument.OfAsync(receiver);
        var routes = receiver.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var described = routes.Where(static route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true }).SelectMany(NamesOf);

        Assert.Equal(described.Order(StringComparer.Ordinal), document.Operations.Select(static operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        Assert.Equal(
            NotDescribed,
            routes.Where(static route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { ExcludeFromDescription: true }).Select(PathOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_an_id_a_summary_and_a_group_with_a_description()
    {
        await using var receiver = StartWithShop();
        var document = await ServedDocument.OfAsync(receiver);
        var groups = document.Root.GetProperty("tags").EnumerateArray().Select(static tag => (Name: tag.GetProperty("name").GetString()!, Description: TextOf(tag, "description"))).ToList();

        Assert.All(groups, static group => Assert.NotEmpty(group.Description));
        Assert.Equal(groups.Select(static group => group.Name), groups.Select(static group => group.Name).OrderBy(static name => DocumentGroups.All.Select(static one => one.Name).ToList().IndexOf(name)));
        Assert.Equal(groups.Select(static group => group.Name).Order(StringComparer.Ordinal), document.Operations.Select(static operation => operation.Tag).Distinct().Order(StringComparer.Ordinal));
        Assert.All(document.Operations, static operation =>
        {
            Assert.NotEmpty(TextOf(operation.Json, "operationId"));
            Assert.NotEmpty(TextOf(operation.Json, "summary"));
            Assert.Single(operation.Json.GetProperty("tags").EnumerateArray());
        });
        Assert.Distinct(document.Operations.Select(static operation => TextOf(operation.Json, "operationId")));
    }

    [Fact]
    public async Task Every_parameter_has_a_meaning_and_its_real_type()
    {
        await using var receiver = StartWithShop();
        var document = await ServedDocument.OfAsync(receiver);

        Assert.All(document.Operations.SelectMany(static operation => operation.Parameters.Select(parameter => (operation, parameter))), static pair =>
        {
            var (operation, parameter) = pair;
            var name = $"{operation.Method} {operation.Path} {parameter.GetProperty("name")}";
            var schema = parameter.GetProperty("schema");
            Assert.True(TextOf(parameter, "description").Length > 0, $"{name} has no description.");

            // Plain text needs an example; the cursor is whatever the previous page says.
            Assert.True(
                Limited.Contains(TextOf(schema, "type")) || schema.TryGetProperty("enum", out _) || schema.TryGetProperty("format", out _) || parameter.TryGetProperty("example", out _) || schema.TryGetProperty("examples", out _) || parameter.GetProperty("name").GetString() is "after",
                $"{name} is any text; add it to KnownParameters.");
        });

        var limit = document.Find("GET", "/api/dead-letters").Parameters.Single(static one => one.GetProperty("name").GetString() is "limit").GetProperty("schema");
        Assert.Equal(("integer", 1, 1000, 100), (TextOf(limit, "type"), limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()));
    }

    [Fact]
    public async Task An_integer_is_an_integer()
    {
        await using var receiver = StartWithShop();
        var document = await ServedDocument.OfAsync(receiver);
        var text = document.Root.GetProperty("components").GetProperty("schemas").GetRawText();

        Assert.DoesNotMatch("\"(integer|number)\",\\s*\"string\"", text);
        Assert.DoesNotContain("\"pattern\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ReadOnlyMemory", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_is_described_and_every_error_of_the_operations_listener_is_a_problem()
    {
        await using var receiver = StartWithShop();
        var document = await ServedDocument.OfAsync(receiver);

        Assert.All(document.ForOperators.SelectMany(static operation => operation.Answers.Select(answer => (operation, answer))), static pair =>
        {
            var (operation, answer) = pair;
            var name = $"{operation.Method} {operation.Path} {answer.Name}";
            Assert.True(TextOf(answer.Value, "description").Length > 0, $"{name} has no description.");

            // A service that is not ready says so in the same form as one that is.
            if (answer.Name[0] is '4' or '5' && (operation.Tag, answer.Name) is not ("Health", "503"))
            {
                Assert.True(answer.Value.TryGetProperty("content", out var content), $"{name} has no content.");
                Assert.Equal("#/components/schemas/ProblemDetails", TextOf(content.GetProperty("application/problem+json").GetProperty("schema"), "$ref"));
            }

            if (answer.Name is "429" or "503")
            {
                Assert.True(answer.Value.GetProperty("headers").TryGetProperty("Retry-After", out _), $"{name} has no Retry-After.");
            }
        });
        Assert.All(document.ForOperators.Where(static operation => operation.NeedsKey), static operation =>
            Assert.Superset(new HashSet<string> { "401", "403", "404", "421", "429", "500" }, operation.Answers.Select(static answer => answer.Name).ToHashSet()));
    }

    [Fact]
    public async Task Every_body_has_an_example_and_every_example_a_body()
    {
        await using var receiver = StartWithShop();
        var document = await ServedDocument.OfAsync(receiver);
        var bodies = document.Operations.SelectMany(static operation => operation.Answers.Select(answer => (Name: $"{TextOf(operation.Json, "operationId")}.{answer.Name}", answer.Value))
            .Concat(operation.HasBody ? [(Name: $"{TextOf(operation.Json, "operationId")}.request", Value: operation.Json.GetProperty("requestBody"))] : []))
            .Where(static body => body.Value.TryGetProperty("content", out var content) && !content.TryGetProperty("application/octet-stream", out _))
            .ToList();

        Assert.All(bodies, static body => Assert.True(body.Value.GetProperty("content").EnumerateObject().First().Value.TryGetProperty("example", out _), $"There is no example {body.Name}."));
        Assert.Empty(DocumentExamples.Names.Except(bodies.Select(static body => body.Name)).Except(["notification.request"]));
    }

    private static Receiver StartWithShop() => Receiver.Start(new(StringComparer.Ordinal)
    {
        ["WhatsApp:Endpoints:shop:Path"] = "/webhook/shop",
        ["WhatsApp:Endpoints:shop:VerifyToken"] = "shop-verify-token",
        ["WhatsApp:Endpoints:shop:AppSecret"] = "shop-app-secret-0123456789",
        ["WhatsApp:Endpoints:a b:Path"] = "/webhook/gateway",
        ["WhatsApp:Endpoints:a b:Sender"] = "Basic",
        ["WhatsApp:Endpoints:a b:UserName"] = "gateway",
        ["WhatsApp:Endpoints:a b:Password"] = "gateway-password-0123456789",
    });

    private static IEnumerable<string> NamesOf(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<CallbackRouteMetadata>() is { } callback
            ? callback.HasHandshake ? ["GET", "POST"] : ["POST"]
            : route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];

        return methods.Select(method => $"{method} {PathOf(route)}");
    }

    /// <summary>The path without what its parameters must look like.</summary>
    private static string PathOf(RouteEndpoint route) =>
        System.Text.RegularExpressions.Regex.Replace($"/{route.RoutePattern.RawText!.Trim('/')}", ":[a-z]+(?=})", string.Empty, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : string.Empty;
}
