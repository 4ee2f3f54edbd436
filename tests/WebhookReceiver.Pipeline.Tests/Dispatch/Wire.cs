using System.Globalization;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Bodies as Meta sends them.</summary>
internal static class Wire
{
    public static string Body(params IEnumerable<string> messages) =>
        $$$"""{"entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106"},"messages":[{{{string.Join(',', messages)}}}]}}]}]}""";

    public static string Message(string user, string id, DateTimeOffset? at = null) =>
        $$"""{"from":"{{user}}","id":"{{id}}",{{Time(at)}}"type":"text","text":{"body":"x"} }""";

    public static string Text(string user, string id, DateTimeOffset? at = null) => Body(Message(user, id, at));

    public static string Status(string user, string id, string status) =>
        $$$"""{"entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106"},"statuses":[{"recipient_id":"{{{user}}}","id":"{{{id}}}","status":"{{{status}}}"}]}}]}]}""";

    private static string Time(DateTimeOffset? at) => at is { } time
        ? $"\"timestamp\":\"{time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}\","
        : string.Empty;
}
