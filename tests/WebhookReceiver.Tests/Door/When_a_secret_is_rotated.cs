using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>Rotation through a change of the settings file, while the service runs and notifications keep arriving.</summary>
[Trait("row", "V07")]
public sealed class When_a_secret_is_rotated : IAsyncLifetime
{
    private const string OldSecret = "old-app-secret-0123456789";
    private const string NewSecret = "new-app-secret-0123456789";
    private const int Exchanged = 1001;
    private const int ChangeRefused = 1002;

    private readonly TemporaryDirectory directory = new();
    private readonly LogLines log = new(LogLine.IsOrdinary);
    private readonly Sightings<string> handled = new();
    private Receiver receiver = null!;
    private int posted;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Write(new { VerifyToken = "old-verify-token", AppSecret = OldSecret });
        receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["WhatsApp:AppSecret"] = null, ["WhatsApp:VerifyToken"] = null },
            services => services
                .AddLogging(logging => logging.AddProvider(log))
                .AddWhatsAppWebhooks().On<TextMessage>((TextMessage message) => handled.Add(message.MessageId!)),
            host => host.ConfigureAppConfiguration(
                (_, configuration) => configuration.AddJsonFile(directory.File("secrets.json"), optional: false, reloadOnChange: true)));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        log.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task No_notification_is_refused_while_both_are_configured_and_then_the_old_one_is_refused()
    {
        await WhilePostingAsync(OldSecret, () => ChangeAsync(new { VerifyToken = "old-verify-token", AppSecret = NewSecret, AdditionalAppSecrets = new[] { OldSecret } }, Exchanged));
        await WhilePostingAsync(NewSecret, () => ChangeAsync(new { VerifyToken = "old-verify-token", AppSecret = NewSecret }, Exchanged));

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(OldSecret));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(NewSecret));
        await handled.UntilAsync(static _ => true, posted - 1, Token);
        Assert.Equal(posted - 1, handled.All.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("""{ "WhatsApp": { "VerifyToken": "new-verify-token", "AppSecret": "short" } }""", "short")]
    [InlineData("""{ "WhatsApp": { "VerifyToken": "new-verify-token", "AppSecret": "" } }""", "new-app-secret-0123456789")]
    [InlineData("""{ "WhatsApp": { "VerifyToken": "new-verify-token" } }""", "new-app-secret-0123456789")]
    [InlineData("""{ "WhatsApp": { "AppSecret": "new-app-secret-0123456789" } }""", NewSecret)]
    [InlineData("""{ "WhatsApp": { "AppSecret": "new-app-secret-0123456789", "VerifyToken": "new-verify-token", "Endpoints": { "shop": null } } }""", NewSecret)]
    [InlineData("""{ "WhatsApp": { "AppSecret": "new-app-secret-0123456789", "VerifyToken": "new-verify-token", "MaxBodyBytes": "abc" } }""", NewSecret)]
    public async Task An_invalid_change_leaves_everything_as_it_was(string settings, string secret)
    {
        await ChangeAsync(settings, ChangeRefused);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(OldSecret));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(secret));
        Assert.Equal(HttpStatusCode.OK, await ShakeHandsAsync("old-verify-token"));
        Assert.Equal(HttpStatusCode.Forbidden, await ShakeHandsAsync("new-verify-token"));
        Assert.DoesNotContain(log.All, static line => line.Text.Contains(NewSecret, StringComparison.Ordinal) || line.Text.Contains("new-verify-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_verify_token_changes_with_it()
    {
        await ChangeAsync(new { VerifyToken = "new-verify-token", AppSecret = OldSecret }, Exchanged);

        Assert.Equal(HttpStatusCode.OK, await ShakeHandsAsync("new-verify-token"));
        Assert.Equal(HttpStatusCode.Forbidden, await ShakeHandsAsync("old-verify-token"));
    }

    private void Write(object whatsApp) => Write(JsonSerializer.Serialize(new { WhatsApp = whatsApp }));

    private void Write(string settings)
    {
        // Moved into place, so that nobody reads half of it.
        File.WriteAllText(directory.File("new.json"), settings);
        File.Move(directory.File("new.json"), directory.File("secrets.json"), overwrite: true);
    }

    private Task ChangeAsync(object whatsApp, int eventId) => ChangeAsync(JsonSerializer.Serialize(new { WhatsApp = whatsApp }), eventId);

    private async Task ChangeAsync(string settings, int eventId)
    {
        var before = log.All.Count(line => line.Id == eventId);
        Write(settings);
        await log.UntilAsync(line => line.Id == eventId, before + 1, Token);
    }

    private async Task WhilePostingAsync(string secret, Func<Task> change)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, 4).Select(_ => KeepPostingAsync(secret, done.Task)).ToList();

        await change();
        done.SetResult();

        Assert.All(await Task.WhenAll(senders), static answers => Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer)));
    }

    /// <summary>Posts until asked to stop, and once more after that.</summary>
    private async Task<List<HttpStatusCode>> KeepPostingAsync(string secret, Task end)
    {
        var answers = new List<HttpStatusCode>();
        bool isLast;

        do
        {
            isLast = end.IsCompleted;
            answers.Add(await PostAsync(secret));
        }
        while (!isLast);

        return answers;
    }

    private async Task<HttpStatusCode> PostAsync(string secret)
    {
        var body = Notifications.Text("15550100300", $"wamid.{Interlocked.Increment(ref posted)}", "text");
        using var answer = await receiver.Http.SendAsync(Notifications.Signed(receiver.Callback, body, secret), Token);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> ShakeHandsAsync(string token)
    {
        using var answer = await receiver.Http.GetAsync(new Uri(receiver.Callback, $"?hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}"), Token);
        return answer.StatusCode;
    }
}
