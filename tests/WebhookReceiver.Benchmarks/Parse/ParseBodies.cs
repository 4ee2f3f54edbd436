using System.Globalization;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>The bodies that are read: one of each kind that comes all day, and the large ones. Numbers, names and texts are invented.</summary>
internal static class ParseBodies
{
    /// <summary>Meta's largest notification.</summary>
    public const int LargestBody = 3 * 1024 * 1024;

    private const int BatchSize = 1000;

    private const int MessagesPerThread = 50;

    public static ParseCase Text() => new("text message", new SignedPayloads("unused-here", DateTimeOffset.UnixEpoch.AddSeconds(1_781_000_000)).Body(1));

    public static ParseCase Status() => new("status", Notification("messages", string.Empty, new(
        """
        "statuses":[{"id":"wamid.SU5WRU5URUQtMDAwMDAwMS1NRVNTQUdF","status":"delivered","timestamp":"1781000000","recipient_id":"15550100300",
        "recipient_user_id":"US.4400112230000001","biz_opaque_callback_data":"order-4711",
        "conversation":{"id":"0c1d2e3f40516273","expiration_timestamp":"1781086400","origin":{"type":"utility"}},
        "pricing":{"billable":true,"pricing_model":"PMP","category":"utility","type":"regular"}}]
        """)));

    /// <summary>1,000 messages in about 1 MB.</summary>
    public static ParseCase Batch()
    {
        var contacts = Enumerable.Range(0, BatchSize).Select(n => Text($$$"""{"profile":{"name":"Mira {{{n}}}"},"wa_id":"1555{{{n:D7}}}"}"""));
        var words = string.Concat(Enumerable.Repeat("Is it in stock? ", 48));
        var messages = Enumerable.Range(0, BatchSize).Select(n => Message(n, words));

        return new("batch of 1,000", Notification("messages", $"\"contacts\":[{string.Join(',', contacts)}],", new($"\"messages\":[{string.Join(',', messages)}]")));
    }

    /// <summary>A chunk of the chats that a business brings along from its phone, as large as Meta sends them.</summary>
    public static ParseCase History()
    {
        var threads = new StringBuilder("\"history\":[{\"metadata\":{\"phase\":1,\"chunk_order\":3,\"progress\":45},\"threads\":[");

        for (var thread = 0; threads.Length < LargestBody - (64 * 1024); thread++)
        {
            var first = thread * MessagesPerThread;
            var messages = Enumerable.Range(first, MessagesPerThread).Select(n => Message(n, "Is it in stock?", ",\"history_context\":{\"status\":\"READ\"}"));

            threads.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(thread is 0 ? "" : ",")}}{"id":"1555{{thread:D7}}","context":{"wa_id":"1555{{thread:D7}}"},"messages":[{{string.Join(',', messages)}}]}""");
        }

        return new("history, 3 MB", Notification("history", string.Empty, threads.Append("]}]")));
    }

    /// <summary>The most items that a body has room for, none of them readable: what a sender with the secret could do at worst.</summary>
    public static ParseCase Worst() => new(
        "worst case, 3 MB",
        [.. "{\"entry\":[0"u8, .. Enumerable.Repeat(new[] { (byte)',', (byte)'0' }, (LargestBody - 16) / 2).SelectMany(item => item), .. "]}"u8]);

    private static string Message(int number, string words, string more = "") => Text(
        $$$"""
        {"from":"1555{{{number % BatchSize:D7}}}","id":"wamid.SU5WRU5URUQt{{{number:D7}}}LU1FU1NBR0U=","timestamp":"{{{1_781_000_000 + number}}}","type":"text","text":{"body":"{{{words}}}"}{{{more}}}}
        """);

    private static byte[] Notification(string field, string before, StringBuilder members) => Encoding.UTF8.GetBytes(Text(
        $$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"100200300400500","changes":[{"field":"{{{field}}}","value":{"messaging_product":"whatsapp",
        "metadata":{"display_phone_number":"15550199007","phone_number_id":"500400300200100"},{{{before}}}{{{members}}}}}]}]}
        """).ReplaceLineEndings(string.Empty));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
