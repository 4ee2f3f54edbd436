using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Whatever is wrong with one part of a notification, the parts before and after it arrive as if it were not there.</summary>
public sealed class NeighboursTests
{
    private static readonly string First = Notification.Text("wamid.first", "15550100301");

    private static readonly string Last = Notification.Text("wamid.last", "15550100302");

    [Fact]
    public void The_neighbours_of_a_broken_entry_arrive() => FuzzRun.Check(jsonSteps: 4, byteSteps: 0, one =>
        AssertNeighbours(Notification.OfEntries(Entry(First), Broken(one, FuzzTexts.Entries), Entry(Last))));

    [Fact]
    public void The_neighbours_of_a_broken_message_arrive() => FuzzRun.Check(jsonSteps: 4, byteSteps: 0, one =>
        AssertNeighbours(Notification.OfMessages(First, Broken(one, FuzzTexts.Items), Last)));

    private static string Broken(FuzzCase one, byte[][] pool) => Encoding.UTF8.GetString(one.Json(pool));

    private static string Entry(string message)
    {
        const string before = "{\"object\":\"whatsapp_business_account\",\"entry\":[";
        return Notification.OfMessages(message)[before.Length..^"]}".Length];
    }

    private static void AssertNeighbours(string body)
    {
        var events = EventPromises.Read(Encoding.UTF8.GetBytes(body));

        AssertSame(First, events[0]);
        AssertSame(Last, events[^1]);
    }

    private static void AssertSame(string message, WhatsAppEvent received)
    {
        var alone = Assert.IsType<TextMessage>(Notification.Event(Notification.OfMessages(message)));
        var here = Assert.IsType<TextMessage>(received);

        Assert.Equal(message, Encoding.UTF8.GetString(here.RawJson.Span));
        Assert.Equal(alone.Key, here.Key);
        Assert.Equal(alone.Body, here.Body);
        Assert.Equal(alone.User, here.User);
        Assert.Equal(alone.Account, here.Account);
        Assert.Equal(alone.ConversationKey, here.ConversationKey);
        Assert.Equal(alone.OccurredAt, here.OccurredAt);
    }
}
