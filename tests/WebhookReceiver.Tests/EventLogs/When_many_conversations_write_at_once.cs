using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.EventLogs;

public sealed class When_many_conversations_write_at_once
{
    private const int Connections = 32;
    private const int Deliveries = 1000;

    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Every_event_is_logged_exactly_once_and_in_the_order_of_its_conversation()
    {
        using var directory = new TemporaryDirectory();
        var log = directory.File("events.jsonl");
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["EventLog:Path"] = log });

        // One conversation per connection, so that the order in which a conversation's events were accepted is known.
        var sent = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(() => SendAsync(receiver, number), Token)));

        var lines = await EventLogFile.ReadAsync(log, sent.Sum(static ids => ids.Count), Token);
        var logged = lines.GroupBy(static line => line.Conversation, StringComparer.Ordinal).ToDictionary(
            static conversation => conversation.Key!, static conversation => conversation.Select(static line => line.MessageId).ToList(), StringComparer.Ordinal);
        Assert.Equal(Connections, logged.Count);

        for (var number = 0; number < Connections; number++)
        {
            Assert.Equal(sent[number], logged[$"{Notifications.PhoneNumberId}:{User(number)}"]);
        }
    }

    private static string User(int number) => $"1555010{number:0000}";

    private static async Task<List<string?>> SendAsync(Receiver receiver, int number)
    {
        var sent = new List<string?>();
        var random = new Random(number);

        for (var delivery = number; delivery < Deliveries; delivery += Connections)
        {
            var ids = Enumerable.Range(0, random.Next(1, 6)).Select(item => $"wamid.{number}.{delivery}.{item}").ToList();

            using var answer = await receiver.PostAsync(Batch(number, ids), Token);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            sent.AddRange(ids);
        }

        return sent;
    }

    /// <summary>Messages and statuses of one user alternately, each value in its own change.</summary>
    private static string Batch(int number, List<string> ids)
    {
        var changes = ids.Select((id, index) => index % 2 is 0
            ? $$$"""{"field":"messages","value":{"metadata":{"phone_number_id":"{{{Notifications.PhoneNumberId}}}"},"messages":[{"from":"{{{User(number)}}}","id":"{{{id}}}","type":"text","text":{"body":"x"}}]}}"""
            : $$$"""{"field":"messages","value":{"metadata":{"phone_number_id":"{{{Notifications.PhoneNumberId}}}"},"statuses":[{"recipient_id":"{{{User(number)}}}","id":"{{{id}}}","status":"sent"}]}}""");

        return new StringBuilder("""{"object":"whatsapp_business_account","entry":[{"id":"102000000000001","changes":[""")
            .AppendJoin(',', changes)
            .Append("]}]}")
            .ToString();
    }
}
