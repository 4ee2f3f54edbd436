using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class BatchesAndTheirPartsTests
{
    [Fact]
    public void A_batch_of_entries_reads_like_its_entries_one_by_one() => FuzzRun.Check(jsonSteps: 2, byteSteps: 0, one =>
    {
        var entries = Parts(one, FuzzTexts.Entries);

        AssertSame(entries.SelectMany(entry => Read(Notification.OfEntries(entry))), Read(Notification.OfEntries(entries)));
    });

    [Fact]
    public void A_list_of_notifications_reads_like_its_notifications_one_by_one() => FuzzRun.Check(jsonSteps: 2, byteSteps: 0, one =>
    {
        var bodies = Parts(one, FuzzTexts.Entries).Select(entry => Notification.OfEntries(entry)).ToArray();

        AssertSame(bodies.SelectMany(Read), Read($"[{string.Join(',', bodies)}]"));
    });

    [Fact]
    public void A_batch_of_messages_reads_like_its_messages_one_by_one() => FuzzRun.Check(jsonSteps: 2, byteSteps: 0, one =>
    {
        var items = Parts(one, FuzzTexts.Items);

        AssertSame(items.SelectMany(item => Read(Notification.OfMessages(item))), Read(Notification.OfMessages(items)));
    });

    /// <summary>The first text of the case is changed, the others are not.</summary>
    private static string[] Parts(FuzzCase one, byte[][] pool) =>
        [.. one.Texts.Select((_, number) => Encoding.UTF8.GetString(number is 0 ? one.Json(pool) : one.Text(pool, number)))];

    private static IReadOnlyList<WhatsAppEvent> Read(string body) => EventPromises.Read(Encoding.UTF8.GetBytes(body));

    private static void AssertSame(IEnumerable<WhatsAppEvent> oneByOne, IReadOnlyList<WhatsAppEvent> batch)
    {
        var parts = oneByOne.ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);

        Assert.Equal(parts.Select(Said), batch.Select(Said));

        foreach (var (part, whole) in parts.Zip(batch))
        {
            // An item without an id is numbered among its equals in the batch, so only the first of them has the key that it has alone.
            if (seen.Add(Said(part)))
            {
                Assert.Equal(part.Key, whole.Key);
            }
        }
    }

    private static string Said(WhatsAppEvent received) => $"{received.Type} {Encoding.UTF8.GetString(received.RawJson.Span)}";
}
