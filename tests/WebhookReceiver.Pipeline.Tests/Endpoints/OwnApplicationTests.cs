using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

/// <summary>What an application that is not the shipped host sees of wrong settings.</summary>
[Trait("row", "O01")]
public sealed class OwnApplicationTests
{
    [Fact]
    public async Task Wrong_settings_are_one_exception_with_every_problem()
    {
        var refusal = await FailureOfAsync(new(StringComparer.Ordinal) { ["Inbox:Store"] = "Drawer", ["Channel:Capacity"] = "0" });

        Assert.Contains(refusal.Problems, static problem => problem.StartsWith("WhatsApp:AppSecret is missing", StringComparison.Ordinal));
        Assert.Contains(refusal.Problems, static problem => problem.StartsWith("WhatsApp:VerifyToken is missing", StringComparison.Ordinal));
        Assert.Contains(refusal.Problems, static problem => problem.StartsWith("Inbox:Store is 'Drawer'", StringComparison.Ordinal));
        Assert.Contains(refusal.Problems, static problem => problem.Contains("Channel:Capacity", StringComparison.Ordinal));
        Assert.All(refusal.Problems, problem => Assert.Contains($"  - {problem}", refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_wrong_section_is_such_an_exception_too()
    {
        var refusal = await FailureOfAsync(new(StringComparer.Ordinal)
        {
            ["WhatsApp:VerifyToken"] = "own-verify-token",
            ["WhatsApp:AppSecret"] = "own-app-secret-0123456789",
            ["Inbox:Store"] = "Drawer",
        });

        Assert.StartsWith("Inbox:Store is 'Drawer'", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_such_an_exception_too()
    {
        var refusal = await FailureOfAsync(new(StringComparer.Ordinal)
        {
            ["WhatsApp:VerifyToken"] = "own-verify-token",
            ["WhatsApp:AppSecret"] = "own-app-secret-0123456789",
            ["Inbox:Directory"] = "/proc/no/such/folder",
            ["Urls"] = "http://127.0.0.1:0",
        });

        Assert.StartsWith("Inbox:Directory (/proc/no/such/folder) cannot be used", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    private static async Task<WhatsAppConfigurationException> FailureOfAsync(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddWhatsAppWebhooks();
        await using var app = builder.Build();

        return await Assert.ThrowsAsync<WhatsAppConfigurationException>(async () =>
        {
            app.MapWhatsAppWebhooks();
            await app.StartAsync(TestContext.Current.CancellationToken);
        });
    }
}
