namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X08")]
public sealed class LargeBatchTests
{
    private const int Count = 1000;

    private const int Bad = 617;

    [Fact]
    public void One_bad_message_among_a_thousand_affects_only_itself()
    {
        var items = Enumerable.Range(0, Count).Select(n => n is Bad ? "[null]" : Notification.Text($"wamid.{n}"));

        AssertAllButOne(Notification.Events(Notification.OfMessages([.. items])));
    }

    [Fact]
    public void One_bad_change_among_a_thousand_affects_only_itself()
    {
        var changes = Enumerable.Range(0, Count).Select(n => n is Bad ? "17" : Change(n));

        AssertAllButOne(Notification.Events(Notification.OfEntries($$"""{"id":"1","changes":[{{string.Join(',', changes)}}]}""")));
    }

    [Fact]
    public void One_bad_entry_among_a_thousand_affects_only_itself()
    {
        var entries = Enumerable.Range(0, Count).Select(n => n is Bad ? "\"x\"" : $$"""{"id":"1","changes":[{{Change(n)}}]}""");

        AssertAllButOne(Notification.Events(Notification.OfEntries([.. entries])));
    }

    private static string Change(int n) => $$$"""{"field":"messages","value":{"messages":[{{{Notification.Text($"wamid.{n}")}}}]}}""";

    private static void AssertAllButOne(IReadOnlyList<WhatsAppEvent> events)
    {
        Assert.Equal(Count, events.Count);
        Assert.All(events.Index().Where(read => read.Index is not Bad), read => Assert.Equal($"wamid.{read.Index}", Assert.IsType<TextMessage>(read.Item).MessageId));
        Assert.True(events[Bad] is UnknownMessage or UnreadableDelivery);
        Assert.Equal(Count, events.Select(received => received.Key).Distinct().Count());
    }
}
