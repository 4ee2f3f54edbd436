using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.Tests.Tls;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Alerts;

/// <summary>The watchdog reports in the log, in readiness and in the metrics, once when something begins and once when it ends, and never makes the service unready.</summary>
public sealed class When_something_needs_a_person
{
    private const int Began = 1801;
    private const int Ended = 1802;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(16);

    [Fact]
    public async Task Silence_is_reported_when_it_begins_and_when_it_ends()
    {
        await using var watched = new WatchedReceiver(new(StringComparer.Ordinal) { ["Alerts:SilenceAfter"] = "01:00:00" });
        watched.Clock.Step(TimeSpan.FromMinutes(59));
        Assert.Empty(watched.Lines(Began));
        await AssertAlertAsync(watched, "silence", isOn: false);

        watched.Clock.Step(TimeSpan.FromMinutes(2));
        watched.Clock.Step(Look);
        watched.Clock.Step(TimeSpan.FromHours(9));

        Assert.StartsWith("Alert silence began: nothing was accepted for 61 minutes", Assert.Single(watched.Lines(Began)), StringComparison.Ordinal);
        await AssertAlertAsync(watched, "silence", isOn: true);

        await PostAsync(watched, Notifications.Text("15550100300", "wamid.1", "x"));
        watched.Clock.Step(Look);
        watched.Clock.Step(Look);

        Assert.StartsWith("Alert silence ended after 09:", Assert.Single(watched.Lines(Ended)), StringComparison.Ordinal);
        await AssertAlertAsync(watched, "silence", isOn: false);
        Assert.InRange(Assert.Single((await Scrape.OfAsync(watched.Receiver)).Values("whatsapp_deliveries_since_accepted_seconds", "endpoint=\"default\"")), 30, 600);
    }

    [Fact]
    public async Task A_wrong_secret_is_reported_and_a_request_without_a_signature_is_not()
    {
        await using var watched = new WatchedReceiver();

        for (var sent = 0; sent < 9; sent++)
        {
            using var stranger = await watched.Receiver.Http.PostAsync(watched.Receiver.Callback, new StringContent("{}"), Patience.Token);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        }

        watched.Clock.Step(Look);
        await AssertAlertAsync(watched, "refused", isOn: false);

        for (var sent = 0; sent < 5; sent++)
        {
            using var refused = await watched.Receiver.Http.SendAsync(Notifications.Signed(watched.Receiver.Callback, "{}", "another-secret-0123456789"), Patience.Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        watched.Clock.Step(Look);
        await AssertAlertAsync(watched, "refused", isOn: true);
        await PostAsync(watched, Notifications.Text("15550100300", "wamid.1", "x"));
        watched.Clock.Step(Look);
        await AssertAlertAsync(watched, "refused", isOn: false);
    }

    [Fact]
    public async Task Events_that_arrive_late_stay_open_or_become_dead_letters_are_reported()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var watched = new WatchedReceiver(
            new(StringComparer.Ordinal) { ["Dispatch:MaxAttempts"] = "1", ["Dispatch:HandlerTimeout"] = "01:00:00" },
            services =>
            {
                services.RemoveHandlers();
                services.AddWhatsAppWebhooks().On<TextMessage>(async (TextMessage _) =>
                {
                    await release.Task;
                    throw new PermanentFailureException("no");
                });
            })
        { Expected = [1601, 1605] };
        watched.Clock.Step(Look);

        for (var number = 0; number < 5; number++)
        {
            // The time in these is long ago.
            await PostAsync(watched, Notifications.Text("15550100300", $"wamid.{number}", "x"));
        }

        await Poll.UntilAsync(
            async () => (await Scrape.OfAsync(watched.Receiver)).Sum("whatsapp_events_waiting") is 5, "the events were in their lane", Patience.Token);
        watched.Clock.Step(Look);
        await AssertAlertAsync(watched, "retried", isOn: true);
        await AssertAlertAsync(watched, "old_events", isOn: false);
        watched.Clock.Step(TimeSpan.FromMinutes(20));
        await AssertAlertAsync(watched, "old_events", isOn: true);
        await AssertAlertAsync(watched, "retried", isOn: false);
        await AssertAlertAsync(watched, "dead_letters", isOn: false);

        release.SetResult();
        await Scrape.UntilAsync(watched.Receiver, static scrape => scrape.Sum("whatsapp_dead_letters") is 5, "the dead letters were written");
        watched.Clock.Step(Look);
        await AssertAlertAsync(watched, "dead_letters", isOn: true);
        await AssertAlertAsync(watched, "old_events", isOn: false);
        Assert.All(watched.Lines(Began, Ended), static line => Assert.DoesNotContain("15550100300", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_and_a_disk_are_reported_before_it_is_too_late()
    {
        using var folder = new CertificateFolder();
        var clock = new SteppedClock();
        folder.Write(folder.Intermediate.Issue(TestCertificate.Server with { End = DateTimeOffset.UtcNow.AddDays(13) }));
        var free = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace;
        await using var receiver = Receiver.Start(
            folder.Settings(("Inbox:MinimumFreeBytes", (free / 10 * 6).ToString(System.Globalization.CultureInfo.InvariantCulture))), services => services.AddSingleton<TimeProvider>(clock));
        clock.Step(Look);
        var scrape = await Scrape.OfAsync(receiver);

        Assert.Equal([1], scrape.Values("whatsapp_alerts", "alert=\"certificate\""));
        Assert.Equal([1], scrape.Values("whatsapp_alerts", "alert=\"disk\""));
        Assert.Equal([0], scrape.Values("whatsapp_store_failed"));
        Assert.InRange(Assert.Single(scrape.Values("whatsapp_certificates_remaining_seconds")), 86400 * 12, 86400 * 13);
    }

    private static async Task PostAsync(WatchedReceiver watched, string body)
    {
        using var answer = await watched.Receiver.PostAsync(body, Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task AssertAlertAsync(WatchedReceiver watched, string alert, bool isOn)
    {
        using var answer = await watched.Receiver.Http.GetAsync(new Uri(watched.Receiver.OperationsUrl, "/health/ready"), Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entry = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Patience.Token)).RootElement.GetProperty("alerts").GetProperty(alert);
        Assert.Equal(isOn ? JsonValueKind.Object : JsonValueKind.False, entry.ValueKind);
        Assert.Equal([isOn ? 1 : 0], (await Scrape.OfAsync(watched.Receiver)).Values("whatsapp_alerts", $"alert=\"{alert}\""));
    }
}
