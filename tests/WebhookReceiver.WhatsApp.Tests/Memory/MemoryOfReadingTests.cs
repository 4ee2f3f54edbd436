using System.Globalization;
using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// The bodies that contain the most events in the fewest bytes. A stranger cannot send them, because they must be signed; but one that arrives must not bring
/// the process down.
/// </summary>
[Collection(nameof(MeasuredAlone))]
[Trait("row", "X14")]
public sealed class MemoryOfReadingTests
{
    /// <summary>The largest body accepted by default.</summary>
    private const int LargestBody = 4 * 1024 * 1024;

    private const int UsualBody = LargestBody / 32;

    private const int MostTimesTheBody = 16;

    /// <summary>How often a body is looked at while it is read. A look collects garbage several times, which takes longer than the reading.</summary>
    private const int Looks = 12;

    private const string BeforeEntries = """{"entry":[""";

    private const string BeforeChanges = """{"entry":[{"id":"1","changes":[""";

    private const string BeforeValue = """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{""";

    private static readonly Dictionary<string, (string Before, string After)> Places = new(StringComparer.Ordinal)
    {
        ["entries"] = (BeforeEntries, "]}"),
        ["changes"] = (BeforeChanges, "]}]}"),
        ["changed fields"] = ("""{"entry":[{"id":"1","changed_fields":[""", "]}]}"),
        ["messages"] = (BeforeValue + "\"messages\":[", "]}}]}]}"),
        ["statuses"] = (BeforeValue + "\"statuses\":[", "]}}]}]}"),
        ["errors"] = (BeforeValue + "\"errors\":[", "]}}]}]}"),
        ["flat messages"] = ("""{"messages":[""", "]}"),
    };

    [Theory]
    [InlineData("entries", "0")]
    [InlineData("changes", "0")]
    [InlineData("changes", "{}")]
    [InlineData("changed fields", "0")]
    [InlineData("messages", "0")]
    [InlineData("messages", "{}")]
    [InlineData("statuses", "0")]
    [InlineData("statuses", "{}")]
    [InlineData("errors", "0")]
    [InlineData("flat messages", "{}")]
    public void A_list_of_the_shortest_items_needs_less_than_16_times_its_size(string place, string item) =>
        AssertMemory(place, _ => item);

    [Theory]
    [InlineData("entries")]
    [InlineData("changes")]
    [InlineData("messages")]
    [InlineData("statuses")]
    public void So_does_one_without_equal_items(string place) => AssertMemory(place, Distinct);

    [Fact]
    public void So_does_the_largest_accepted_body() => AssertMemory("entries", _ => "0", LargestBody);

    [Fact]
    public void So_does_one_with_a_contact_for_each_message()
    {
        const int half = UsualBody / 2;
        var contacts = List(half, n => $$"""{"wa_id":{{n}}}""");
        var messages = List(half, n => $$"""{"from":{{n}}}""");

        AssertMemory(Encoding.ASCII.GetBytes($"{BeforeValue}\"contacts\":[{contacts}],\"messages\":[{messages}]}}}}]}}]}}"));
    }

    /// <summary>One event with everything in it: Meta's history chunks can be three megabytes, and such a chunk is one event.</summary>
    [Fact]
    public void So_does_a_large_chunk_of_history()
    {
        var messages = List(3_000_000, n => $$$"""
            {"from":"15550100300","id":"wamid.{{{n}}}","timestamp":"1781000000","type":"text","text":{"body":"Good morning"},"history_context":{"status":"READ"}}
            """);

        Assert.InRange(TimesTheBody(OfHistory(messages)), 0, MostTimesTheBody);
    }

    /// <summary>An event of nothing but empty items is the most expensive. The project's README states these figures.</summary>
    [Theory]
    [InlineData("0", 140)]
    [InlineData("{}", 100)]
    public void A_history_chunk_of_nothing_but_empty_items_is_the_most_expensive(string message, int mostTimesTheBody) =>
        Assert.InRange(TimesTheBody(OfHistory(List(UsualBody, _ => message))), 0, mostTimesTheBody);

    /// <summary>Each of the messages has the conversation's name: half the body in that name must not be in memory once for each.</summary>
    [Fact]
    public void A_very_long_chat_name_is_in_memory_once_and_not_for_each_message()
    {
        const int half = UsualBody / 2;

        Assert.InRange(TimesTheBody(OfHistory(List(half, _ => "{}"), new string('7', half))), 0, 100);
    }

    [Theory]
    [InlineData("{\"type\":\"contacts\",\"contacts\":[", "]}")]
    [InlineData("{\"type\":\"contacts\",\"contacts\":[{\"addresses\":[", "]}]}")]
    [InlineData("{\"type\":\"order\",\"order\":{\"product_items\":[", "]}}")]
    [InlineData("{\"type\":\"text\",\"errors\":[", "]}")]
    public void A_message_of_nothing_but_empty_items_needs_less_than_45_times_its_size(string before, string after)
    {
        var body = Encoding.ASCII.GetBytes($"{BeforeValue}\"messages\":[{before}{List(UsualBody, _ => "{}")}{after}]}}}}]}}]}}");

        Assert.InRange(TimesTheBody(body), 0, 45);
    }

    private static byte[] OfHistory(string messages, string user = "15550100300") => Encoding.ASCII.GetBytes(Notification.OfValue(
        $$"""{"metadata":{"phone_number_id":"106000000000001"},"history":[{"threads":[{"id":"{{user}}","messages":[{{messages}}]}]}]}""", "history"));

    private static double TimesTheBody(byte[] body)
    {
        // Once before it counts: buffers that the runtime keeps for the next reading are not part of this one.
        _ = WhatsAppPayload.Enumerate(body).Count();
        var memory = new LiveMemory();

        foreach (var received in WhatsAppPayload.Enumerate(body))
        {
            memory.Look();
            GC.KeepAlive(received);
        }

        var times = (double)memory.Peak / body.Length;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times:F1} times the body"));
        GC.KeepAlive(body);
        return times;
    }

    private static void AssertMemory(string place, Func<int, string> item, int size = UsualBody)
    {
        var (before, after) = Places[place];
        AssertMemory(Encoding.ASCII.GetBytes(before + List(size - before.Length - after.Length, item) + after));
    }

    private static void AssertMemory(byte[] body)
    {
        var events = WhatsAppPayload.Enumerate(body).Count();
        var eventsBetweenLooks = Math.Max(1, events / Looks);
        var memory = new LiveMemory();
        var read = 0;

        foreach (var received in WhatsAppPayload.Enumerate(body))
        {
            if (++read % eventsBetweenLooks is 0)
            {
                memory.Look();
                GC.KeepAlive(received);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read} events, {(double)memory.Peak / body.Length:F1} times the body"));
        Assert.True(read > body.Length / 64, "The body holds too few events to say anything.");
        Assert.InRange(memory.Peak, 0, (long)MostTimesTheBody * body.Length);
        GC.KeepAlive(body);
    }

    /// <summary>Three letters or digits in quotes: the shortest items with enough different values.</summary>
    private static string Distinct(int number)
    {
        const string letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&'()*+,-./:;<=>?@[]^_`{|}~";
        const int count = 92;
        return $"\"{letters[number / count / count % count]}{letters[number / count % count]}{letters[number % count]}\"";
    }

    private static string List(int size, Func<int, string> item)
    {
        var list = new StringBuilder(item(0), size);

        for (var number = 1; ; number++)
        {
            var next = item(number);

            if (list.Length + 1 + next.Length > size)
            {
                return list.ToString();
            }

            list.Append(',').Append(next);
        }
    }
}
