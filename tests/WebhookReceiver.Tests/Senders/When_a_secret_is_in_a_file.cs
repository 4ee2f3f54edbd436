using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Files;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Senders;

/// <summary>Secrets mounted as files, as containers and Kubernetes do, which change while the service runs.</summary>
[Trait("row", "V07")]
public sealed class When_a_secret_is_in_a_file : IAsyncLifetime
{
    private const string OldSecret = "old-file-secret-0123456789";
    private const string NewSecret = "new-file-secret-0123456789";
    private const int Exchanged = 1001;
    private const int ChangeRefused = 1002;
    private const int KeyReplaced = 1285;
    private const int KeyRefused = 1286;

    private readonly TemporaryDirectory directory = new();
    private readonly SteppedClock clock = new();
    private readonly LogLines log = new(LogLine.IsOrdinary);
    private Receiver receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // As Kubernetes mounts a secret: the file links to a folder that links to the version.
        await File.WriteAllTextAsync(directory.File("key"), "first-operations-key-0123", Token);
        Mount("..first", $"{OldSecret}\n", "scenario-header-value-0123456789\n\nscenario-header-value-of-before\n");
        File.CreateSymbolicLink(directory.File("secret"), "..data/secret");
        File.CreateSymbolicLink(directory.File("values"), "..data/values");
        receiver = Receiver.Start(
            new(StringComparer.Ordinal)
            {
                ["Operations:ApiKeyFile"] = directory.File("key"),
                ["WhatsApp:AppSecret"] = null,
                ["WhatsApp:AppSecretFile"] = directory.File("secret"),
                ["WhatsApp:Endpoints:header:Path"] = "/header",
                ["WhatsApp:Endpoints:header:Sender"] = "Header",
                ["WhatsApp:Endpoints:header:HeaderName"] = "X-Key",
                ["WhatsApp:Endpoints:header:HeaderValue"] = "scenario-first-header-value",
                ["WhatsApp:Endpoints:header:AdditionalHeaderValuesFile"] = directory.File("values"),
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                services.AddLogging(logging => logging.AddProvider(log)).AddWhatsAppWebhooks().On<TextMessage>(static (TextMessage _) => { });
            });
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        log.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task It_is_read_without_the_line_end_and_a_list_has_one_per_line()
    {
        Assert.Equal(HttpStatusCode.OK, await PostSignedAsync(OldSecret));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostSignedAsync(OldSecret + "\n"));

        Assert.Equal(HttpStatusCode.OK, await PostWithHeaderAsync("scenario-first-header-value"));
        Assert.Equal(HttpStatusCode.OK, await PostWithHeaderAsync("scenario-header-value-0123456789"));
        Assert.Equal(HttpStatusCode.OK, await PostWithHeaderAsync("scenario-header-value-of-before"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostWithHeaderAsync(string.Empty));
    }

    [Fact]
    public async Task A_mount_that_is_exchanged_takes_effect_without_a_restart()
    {
        Mount("..second", NewSecret, "scenario-header-value-of-the-new\n");
        Pass();
        await log.UntilAsync(static line => line.Id is Exchanged, 2, Token);

        Assert.Equal(HttpStatusCode.OK, await PostSignedAsync(NewSecret));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostSignedAsync(OldSecret));
        Assert.Equal(HttpStatusCode.OK, await PostWithHeaderAsync("scenario-header-value-of-the-new"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostWithHeaderAsync("scenario-header-value-0123456789"));
        Assert.DoesNotContain(log.All, static line => line.Text.Contains(NewSecret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("short")]
    [InlineData(" \n")]
    public async Task A_bad_one_is_refused_and_the_previous_one_stays(string secret)
    {
        Mount("..second", secret, "scenario-header-value-0123456789\n");
        Pass();
        await log.UntilAsync(static line => line.Id is ChangeRefused, 1, Token);

        Assert.Equal(HttpStatusCode.OK, await PostSignedAsync(OldSecret));
        Assert.Contains(log.All, static line => line.Id is ChangeRefused && line.Text.Contains("WhatsApp:AppSecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_is_away_for_a_moment_changes_nothing()
    {
        File.Delete(directory.File("..data"));
        Pass();

        Assert.Equal(HttpStatusCode.OK, await PostSignedAsync(OldSecret));
        Assert.DoesNotContain(log.All, static line => line.Id is Exchanged or ChangeRefused);
    }

    [Fact]
    public async Task So_is_the_key_of_the_operations()
    {
        Assert.Equal(HttpStatusCode.OK, await AskAsync("first-operations-key-0123"));

        await File.WriteAllTextAsync(directory.File("key"), "second-operations-key-0123", Token);
        Pass();
        await log.UntilAsync(KeyReplaced, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("first-operations-key-0123"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("second-operations-key-0123"));

        await File.WriteAllTextAsync(directory.File("key"), "short", Token);
        Pass();
        await log.UntilAsync(KeyRefused, Token);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("second-operations-key-0123"));
    }

    private async Task<HttpStatusCode> AskAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/inbox/status"));
        request.Headers.Add("Authorization", $"Bearer {key}");
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private void Pass() => clock.Step(FileWatch.Interval);

    private void Mount(string version, string secret, string values)
    {
        Directory.CreateDirectory(directory.File(version));
        File.WriteAllText(Path.Combine(directory.File(version), "secret"), secret);
        File.WriteAllText(Path.Combine(directory.File(version), "values"), values);

        // The framework replaces no link to a folder; a moment without one is what the watch must bear anyway.
        File.Delete(directory.File("..data"));
        File.CreateSymbolicLink(directory.File("..data"), version);
    }

    private async Task<HttpStatusCode> PostSignedAsync(string secret)
    {
        using var answer = await receiver.Http.SendAsync(Notifications.Signed(receiver.Callback, "{}", secret), Token);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> PostWithHeaderAsync(string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(receiver.PublicUrl, "/header")) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("X-Key", value);
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
