using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Handshake;

/// <summary>
/// A custom application in which nobody has silenced the framework: every level is enabled, Serilog gets all of it, and HTTP logging prints whole requests. The verify
/// token appears in none of it, because hiding it does not depend on any level.
/// </summary>
[Trait("row", "V12")]
public sealed class When_everything_is_logged : IAsyncLifetime
{
    private const string Token = "own-verify-token-0123456789";

    private readonly LogLines log = new(withScopes: true);
    private readonly Sightings<string> serilog = new();
    private readonly TemporaryDirectory folder = new();
    private readonly HttpClient http = new();
    private WebApplication app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["WhatsApp:VerifyToken"] = Token,
            ["WhatsApp:AppSecret"] = Receiver.AppSecret,
            ["Inbox:Directory"] = folder.Path,
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Logging.AddSerilog(new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new Sink(serilog)).CreateLogger(), dispose: true);
        builder.Services.AddHttpLogging(static logging => logging.LoggingFields = HttpLoggingFields.All);
        builder.Services.AddWhatsAppWebhooks();
        app = builder.Build();
        app.UsePathBase("/base");
        app.UseHttpLogging();
        app.UseRouting();
        app.MapWhatsAppWebhooks();
        app.MapGroup("/group").MapWhatsAppWebhooks();
        app.MapGet("/own", static (string text) => text);
        await app.StartAsync(Cancellation);
    }

    [Theory]
    [InlineData("/webhook")]
    [InlineData("/WebHook/")]
    [InlineData("/%77ebhook")]
    [InlineData("/group/webhook")]
    [InlineData("/base/webhook")]
    [InlineData("/x/../webhook")]
    public async Task A_handshake_is_answered_and_its_token_is_not_logged(string path)
    {
        using var answer = await http.GetAsync(Url($"{path}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={Token}"), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1158201444", await answer.Content.ReadAsStringAsync(Cancellation));
        await AssertNotLoggedAsync(Token);
    }

    [Theory]
    [InlineData("own-verify-token-012345678O")]
    [InlineData("own%2Dverify%2Dtoken%2D012345678O")]
    public async Task A_mistyped_token_is_refused_and_not_logged_either(string mistyped)
    {
        using var answer = await http.GetAsync(Url($"/webhook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={mistyped}"), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await AssertNotLoggedAsync("012345678O");
    }

    [Fact]
    public async Task Another_route_keeps_its_query()
    {
        Assert.Equal("kept", await http.GetStringAsync(Url("/own?text=kept"), Cancellation));
        await log.UntilAsync(static line => line.Text.StartsWith("Request finished", StringComparison.Ordinal), 1, Cancellation);
        Assert.Contains(log.All, static line => line.Text.Contains("?text=kept", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        log.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private Uri Url(string pathAndQuery) => new(app.Urls.First() + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task AssertNotLoggedAsync(string text)
    {
        // The last line of this request.
        await log.UntilAsync(static line => line.Text.StartsWith("Request finished", StringComparison.Ordinal), 1, Cancellation);
        await serilog.UntilAsync(static line => line.StartsWith("Request finished", StringComparison.Ordinal), 1, Cancellation);

        Assert.Contains(log.All, static line => line.Text.StartsWith("Request starting", StringComparison.Ordinal));
        Assert.Contains(log.All, static line => line.Text.Contains("webhook", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(serilog.All, static line => line.StartsWith("Request starting", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Text.Contains(text, StringComparison.Ordinal));
        Assert.DoesNotContain(serilog.All, line => line.Contains(text, StringComparison.Ordinal));
    }

    private sealed class Sink(Sightings<string> lines) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) =>
            lines.Add($"{logEvent.RenderMessage(CultureInfo.InvariantCulture)} {string.Join(' ', logEvent.Properties.Select(static property => $"{property.Key}={property.Value}"))} {logEvent.Exception}");
    }
}
