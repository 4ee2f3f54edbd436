using System.Globalization;
using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Valid JSON with white space wherever it is allowed, and strings full of what looks like structure.</summary>
internal static class RandomJson
{
    private static readonly string[] Pieces =
        ["a", " ", "\\\"", "\\\\", "\\/", "\\n", "\\u0020", "\\u0022", "\\ud83d\\ude00", "é", "😀", "{", "}", "[", "]", ":", ",", "  "];

    private static readonly string[] Spaces = ["", "", " ", "\t", "\r\n", "  \n "];

    public static string Text(Random random)
    {
        var json = new StringBuilder();
        AppendValue(random, json, depth: 0);
        return json.ToString();
    }

    private static void AppendValue(Random random, StringBuilder json, int depth)
    {
        AppendSpace(random, json);

        switch (random.Next(depth > 4 ? 4 : 6))
        {
            case 0:
                json.Append(random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture));
                break;
            case 1:
                json.Append(random.GetItems(["true", "false", "null", "1.50", "-0", "1E+2"], 1)[0]);
                break;
            case 2 or 3:
                AppendString(random, json);
                break;
            case 4:
                AppendList(random, json, '[', ']', () => AppendValue(random, json, depth + 1));
                break;
            default:
                AppendList(random, json, '{', '}', () => AppendMember(random, json, depth));
                break;
        }

        AppendSpace(random, json);
    }

    private static void AppendMember(Random random, StringBuilder json, int depth)
    {
        AppendSpace(random, json);

        // The length prefix keeps the names in one object distinct.
        json.Append('"').Append(json.Length.ToString(CultureInfo.InvariantCulture)).Append(string.Concat(random.GetItems(Pieces, 2))).Append('"');
        AppendSpace(random, json);
        json.Append(':');
        AppendValue(random, json, depth + 1);
    }

    private static void AppendList(Random random, StringBuilder json, char open, char close, Action appendItem)
    {
        json.Append(open);
        AppendSpace(random, json);

        for (int n = 0, count = random.Next(4); n < count; n++)
        {
            if (n > 0)
            {
                json.Append(',');
            }

            appendItem();
        }

        json.Append(close);
    }

    private static void AppendString(Random random, StringBuilder json) =>
        json.Append('"').Append(string.Concat(random.GetItems(Pieces, random.Next(6)))).Append('"');

    private static void AppendSpace(Random random, StringBuilder json) => json.Append(random.GetItems(Spaces, 1)[0]);
}
