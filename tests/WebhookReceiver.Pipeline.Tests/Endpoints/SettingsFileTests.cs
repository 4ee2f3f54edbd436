using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

[Trait("row", "O01")]
public sealed class SettingsFileTests
{
    [Fact]
    public void A_null_means_the_default()
    {
        var whatsApp = Bind<WhatsAppOptions>("WhatsApp", """{ "WhatsApp": { "Path": null, "AdditionalAppSecrets": null, "Endpoints": null } }""", out _);
        var inbox = Bind<InboxOptions>("Inbox", """{ "Inbox": { "Store": null, "Directory": null } }""", out _);

        Assert.Equal("/webhook", whatsApp.Path);
        Assert.Empty(whatsApp.AdditionalAppSecrets);
        Assert.Single(whatsApp.All());
        Assert.Equal("Journal", inbox.Store);
        Assert.Equal("data/inbox", inbox.Directory);
    }

    [Fact]
    public void An_endpoint_that_is_null_is_one_of_which_everything_is_missing()
    {
        var whatsApp = Bind<WhatsAppOptions>("WhatsApp", """{ "WhatsApp": { "Endpoints": { "shop": null } } }""", out _);

        Assert.All(whatsApp.All(), static endpoint => Assert.Null(endpoint.Options.AppSecret));
    }

    [Fact]
    public void Every_value_that_cannot_be_bound_is_told_and_all_others_are_bound_once()
    {
        var whatsApp = Bind<WhatsAppOptions>(
            "WhatsApp",
            """{ "WhatsApp": { "Path": "/here", "MaxBodyBytes": "abc", "AdditionalAppSecrets": ["one", "two"], "Endpoints": { "shop": { "MaxBodyBytes": "def" } } } }""",
            out var problems);

        Assert.Equal("/here", whatsApp.Path);
        Assert.Equal("one two", string.Join(' ', whatsApp.AdditionalAppSecrets));
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, static problem => problem.StartsWith("WhatsApp:MaxBodyBytes: ", StringComparison.Ordinal));
        Assert.Contains(problems, static problem => problem.StartsWith("WhatsApp:Endpoints:shop:MaxBodyBytes: ", StringComparison.Ordinal));
    }

    private static TOptions Bind<TOptions>(string section, string json, out List<string> problems)
        where TOptions : class, new()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var binding = new SectionBinding<TOptions>(new ConfigurationBuilder().AddJsonStream(file).Build(), section, new SecretFiles(environment: null));
        var options = new TOptions();
        binding.Configure(options);
        problems = [.. binding.Validate(Options.DefaultName, options).Failures ?? []];
        return options;
    }
}
