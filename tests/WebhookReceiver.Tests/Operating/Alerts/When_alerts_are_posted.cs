using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Alerts;

/// <summary>Whoever is named in <c>Alerts:WebhookUrl</c> hears of the begin and the end of each alert, signed, and of the service being alive in between. Nothing else depends on whether it answers.</summary>
public sealed class When_alerts_are_posted
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(16);

    [Fact]
    public async Task Begin_end_and_heartbeat_are_signed_and_say_which_alerts_there_are()
    {
        await using var recipient = new AlertRecipient();
        await using var watched = new WatchedReceiver(recipient.Settings(("Alerts:SilenceAfter", "01:00:00"), ("Alerts:HeartbeatEvery", "00:10:00")));
        await recipient.UntilAsync("heartbeat");
        Assert.Empty(recipient.Posts[0].Active);

        watched.Clock.Step(TimeSpan.FromMinutes(61));
        watched.Clock.Step(Look);
        await recipient.UntilAsync("began");
        watched.Clock.Step(TimeSpan.FromMinutes(11));
        await Poll.UntilAsync(() => Task.FromResult(recipient.Posts.Any(static post => post.Kind is "heartbeat" && post.Active is ["silence"])), "a heartbeat named the alert", Patience.Token);
        using var answer = await watched.Receiver.PostAsync(Notifications.Text("15550100300", "wamid.1", "x"), Patience.Token);
        watched.Clock.Step(Look);
        await recipient.UntilAsync("ended");

        // A step may end the wait for an answer that is on its way; then the same notice is posted again.
        var posts = recipient.Posts.DistinctBy(static post => post.Id, StringComparer.Ordinal).ToList();
        var (began, ended) = (posts.Single(static post => post.Kind is "began"), posts.Single(static post => post.Kind is "ended"));
        Assert.Equal(("silence", "silence"), (began.Alert, ended.Alert));
        Assert.Contains("nothing was accepted", began.Json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(began.Json.GetProperty("since").GetDateTimeOffset(), ended.Json.GetProperty("since").GetDateTimeOffset());
        Assert.True(ended.Json.GetProperty("ended_at").GetDateTimeOffset() > ended.Json.GetProperty("since").GetDateTimeOffset());
        Assert.Equal(Environment.MachineName, began.Json.GetProperty("instance").GetString());
        Assert.All(recipient.Posts, static post => Assert.Equal(WebhookSignature.Create(AlertRecipient.Secret, Encoding.UTF8.GetBytes(post.Call.Body)), post.Signature));
    }

    [Fact]
    public async Task What_did_not_arrive_is_posted_again_with_the_same_id_and_the_failure_is_logged_once()
    {
        await using var recipient = new AlertRecipient { Answer = static number => Task.FromResult(number <= 3 ? Results.StatusCode(500) : Results.Ok()) };
        await using var watched = new WatchedReceiver(recipient.Settings(("Alerts:SilenceAfter", "01:00:00"), ("Alerts:HeartbeatEvery", "00:00:00")));

        watched.Clock.Step(TimeSpan.FromMinutes(61));
        await recipient.UntilAsync("began", 1);

        foreach (var pause in (int[])[1, 2, 4])
        {
            await watched.Clock.UntilTimerAsync(TimeSpan.FromSeconds(pause), Patience.Token);
            watched.Clock.Step(TimeSpan.FromSeconds(pause));
        }

        await recipient.UntilAsync("began", 4);
        await Poll.UntilAsync(() => Task.FromResult(watched.Lines(1811).Count is 1), "the success was logged", Patience.Token);

        Assert.Single(recipient.Posts.Select(static post => post.Id).Distinct(StringComparer.Ordinal));
        Assert.Equal("Alerts cannot be posted to Alerts:WebhookUrl, and will be tried again: the answer was 500", Assert.Single(watched.Lines(1810)));
        Assert.DoesNotContain("in-the-address", string.Concat(watched.Lines(1810, 1811)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeats_go_on_while_a_notice_is_refused()
    {
        await using var recipient = new AlertRecipient();
        recipient.Answer = number => Task.FromResult(recipient.Posts[number - 1].Kind is "heartbeat" ? Results.Ok() : Results.StatusCode(400));
        await using var watched = new WatchedReceiver(recipient.Settings(("Alerts:SilenceAfter", "01:00:00"), ("Alerts:HeartbeatEvery", "00:00:10")));
        watched.Clock.Step(TimeSpan.FromMinutes(61));
        watched.Clock.Step(Look);
        await recipient.UntilAsync("began");
        var (before, arrived) = (Heartbeats(), watched.Lines(1811).Count);

        await Poll.UntilAsync(
            () =>
            {
                watched.Clock.Step(TimeSpan.FromSeconds(2));
                return Task.FromResult(Heartbeats() >= before + 3);
            },
            "heartbeats were posted",
            Patience.Token);

        // It is still tried, and what arrives meanwhile does not hide that. A step may end the wait for the answer to an earlier heartbeat, which is then reported, and its end, too.
        Assert.NotEmpty(watched.Lines(1810));
        Assert.Equal(arrived, watched.Lines(1811).Count);
        Assert.Empty(watched.Lines(1812));

        int Heartbeats() => recipient.Posts.Count(static post => post.Kind is "heartbeat");
    }

    [Fact]
    public async Task An_invalid_change_is_logged_when_it_is_made_and_only_once()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("secret"), AlertRecipient.Secret, Patience.Token);
        await using var recipient = new AlertRecipient();
        await using var watched = new WatchedReceiver(recipient.Settings(
            ("Alerts:WebhookSecret", null), ("Alerts:WebhookSecretFile", folder.File("secret")), ("Alerts:SilenceAfter", "00:00:00"), ("Alerts:HeartbeatEvery", "00:00:00")))
        {
            Expected = [1814],
        };

        await File.WriteAllTextAsync(folder.File("secret"), "short", Patience.Token);
        await NoticedAsync();
        await File.WriteAllTextAsync(folder.File("secret"), "brief", Patience.Token);
        watched.Clock.Step(TimeSpan.FromSeconds(6));
        await File.WriteAllTextAsync(folder.File("secret"), AlertRecipient.Secret, Patience.Token);
        watched.Clock.Step(TimeSpan.FromSeconds(6));

        Assert.StartsWith("Changed settings of Alerts refused; the previous ones stay in force: Alerts:WebhookSecret", Assert.Single(watched.Lines(1814)), StringComparison.Ordinal);
        Assert.Empty(recipient.Posts);

        Task NoticedAsync() => Poll.UntilAsync(
            () =>
            {
                watched.Clock.Step(TimeSpan.FromSeconds(6));
                return Task.FromResult(watched.Lines(1814).Count > 0);
            },
            "the change was looked at",
            Patience.Token);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = new AlertRecipient();
        await using var recipient = new AlertRecipient { Answer = _ => Task.FromResult(Results.Redirect(other.Url.ToString(), permanent: false, preserveMethod: true)) };
        await using var watched = new WatchedReceiver(recipient.Settings());

        await recipient.UntilAsync("heartbeat");
        await Poll.UntilAsync(() => Task.FromResult(watched.Lines(1810).Count is 1), "the answer counted as a failure", Patience.Token);

        Assert.EndsWith("the answer was 307", Assert.Single(watched.Lines(1810)), StringComparison.Ordinal);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task A_recipient_that_never_answers_holds_up_nothing()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var recipient = new AlertRecipient
        {
            Answer = async _ =>
            {
                await release.Task;
                return Results.Ok();
            },
        };
        var watched = new WatchedReceiver(recipient.Settings(("Alerts:SilenceAfter", "01:00:00")));
        await recipient.UntilAsync("heartbeat");

        for (var hour = 0; hour < 300; hour++)
        {
            // An alert begins and ends each time: more notices than are kept.
            watched.Clock.Step(TimeSpan.FromMinutes(61));
            watched.Clock.Step(Look);
            using var answer = await watched.Receiver.PostAsync(Notifications.Text("15550100300", $"wamid.{hour}", "x"), Patience.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            watched.Clock.Step(Look);
        }

        Assert.Equal(300, watched.Lines(1802).Count(static line => line.Contains("silence", StringComparison.Ordinal)));
        await watched.Receiver.DisposeAsync();
        release.SetResult();
    }

    [Fact]
    public async Task The_secret_can_be_exchanged_while_the_service_runs()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("secret"), AlertRecipient.Secret, Patience.Token);
        await using var recipient = new AlertRecipient();
        await using var watched = new WatchedReceiver(recipient.Settings(("Alerts:WebhookSecret", null), ("Alerts:WebhookSecretFile", folder.File("secret")))) { Expected = [1814] };
        await recipient.UntilAsync("heartbeat");

        await File.WriteAllTextAsync(folder.File("secret"), "short", Patience.Token);
        watched.Clock.Step(TimeSpan.FromMinutes(6));
        await recipient.UntilAsync("heartbeat", 2);
        await File.WriteAllTextAsync(folder.File("secret"), "another-alert-secret-0123456789", Patience.Token);
        watched.Clock.Step(TimeSpan.FromMinutes(6));
        await recipient.UntilAsync("heartbeat", 3);

        Assert.Equal(
            [AlertRecipient.Secret, AlertRecipient.Secret, "another-alert-secret-0123456789"],
            recipient.Posts.Take(3).Select(static post => new[] { AlertRecipient.Secret, "another-alert-secret-0123456789" }.Single(secret => string.Equals(WebhookSignature.Create(secret, Encoding.UTF8.GetBytes(post.Call.Body)), post.Signature, StringComparison.Ordinal))));
    }
}
