using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Logs;

/// <summary>A line of the log leads to the event log and to <c>/api</c>: each names an event by its key, or by the first 12 characters of it.</summary>
public sealed class When_an_event_is_named_in_the_log
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Every_line_about_it_has_the_first_12_characters_of_the_key_that_the_event_log_and_the_dead_letter_have()
    {
        using var folder = new TemporaryDirectory();
        using var log = new LogLines();
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal)
            {
                ["Inbox:Directory"] = folder.File("inbox"),
                ["EventLog:Path"] = folder.File("events.jsonl"),
                ["Dispatch:MaxAttempts"] = "2",
                ["Dispatch:RetryDelay"] = "00:00:00.001",
            },
            services =>
            {
                services.AddLogging(logging => logging.AddProvider(log).AddFilter(nameof(WebhookReceiver), LogLevel.Debug));
                services.AddWhatsAppWebhooks().On<TextMessage>(static Task (TextMessage _) => throw new InvalidOperationException("no"));
            });

        for (var sent = 0; sent < 2; sent++)
        {
            using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.named", "hello"), Token);
        }

        int[] about = [1601, 1605, 1606];
        await Task.WhenAll(about.Select(id => log.UntilAsync(id, Token)));
        await log.UntilAsync(static line => line.Id is 1515 or 1516, 1, Token);
        var key = (await EventLogFile.ReadAsync(folder.File("events.jsonl"), 1, Token))[0].Key!;
        var letter = Assert.Single(await ApiClient.Of(receiver, folder.File("inbox")).UntilAsync(static letters => letters.Count is 1));

        Assert.Equal(key, letter.GetProperty("key").GetString());
        Assert.All(log.All.Where(line => about.Contains(line.Id) || line.Id is 1515 or 1516), line => Assert.Contains($" {key[..12]} ", line.Text.Replace(',', ' '), StringComparison.Ordinal));
    }
}
