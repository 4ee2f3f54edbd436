using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Enumerated events are those of <see cref="WhatsAppPayload.Read"/>.</summary>
public sealed class EnumerationTests
{
    public static TheoryData<string> Cases => new(ResourceFile.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_after_another_or_all_at_once_they_are_the_same(string name)
    {
        var body = new ResourceFile(name).Body;

        Assert.Equal(WhatsAppPayload.Read(body).Select(Said), WhatsAppPayload.Enumerate(body).Select(Said));
    }

    [Fact]
    public void They_may_be_enumerated_twice_and_concurrently()
    {
        var events = WhatsAppPayload.Enumerate(Encoding.UTF8.GetBytes(Notification.OfMessages("{}", "{}", Notification.Text())));
        using var other = events.GetEnumerator();

        Assert.True(other.MoveNext());
        var first = events.Select(Said).ToList();
        List<string> second = [Said(other.Current)];

        while (other.MoveNext())
        {
            second.Add(Said(other.Current));
        }

        Assert.Equal(3, first.Count);
        Assert.Equal(first, second);
    }

    [Fact]
    public void An_event_stays_valid_when_the_enumeration_is_abandoned()
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfMessages(Notification.Text(body: "first"), Notification.Text(body: "second")));

        var first = Assert.IsType<TextMessage>(WhatsAppPayload.Enumerate(body).First());
        _ = WhatsAppPayload.Read(Encoding.UTF8.GetBytes(Notification.OfStatuses(Notification.Status())));

        Assert.Equal("first", first.Body);
        Assert.Empty(first.UnreadMembers());
    }

    private static string Said(WhatsAppEvent received) => $"{received} {received.GetType().Name} {Notification.RawText(received)}";
}
