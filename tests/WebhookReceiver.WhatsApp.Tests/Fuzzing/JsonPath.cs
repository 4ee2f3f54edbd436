using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// Paths to the values of a JSON text, without indexes. An object is also named by its type and its field, which decide how it is read: a text message and an
/// image have different paths.
/// </summary>
internal static class JsonPath
{
    /// <param name="json">The text.</param>
    /// <param name="nodes">Its values, as <see cref="JsonPlace.AllOf"/> lists them.</param>
    /// <returns>The path to each of them.</returns>
    public static string[] AllOf(ReadOnlySpan<byte> json, IReadOnlyList<JsonPlace> nodes)
    {
        var parents = ParentsOf(nodes);
        var kinds = new string[nodes.Count];
        var paths = new string[nodes.Count];

        for (var index = 1; index < nodes.Count; index++)
        {
            var member = Encoding.Latin1.GetString(json[nodes[index].Start..nodes[index].End]);

            if (member.StartsWith("\"type\":", StringComparison.Ordinal) || member.StartsWith("\"field\":", StringComparison.Ordinal))
            {
                kinds[parents[index]] += $"({member})";
            }
        }

        for (var index = 0; index < nodes.Count; index++)
        {
            var name = Encoding.Latin1.GetString(json[nodes[index].Start..nodes[index].ValueStart]);
            paths[index] = index is 0 ? "" : $"{paths[parents[index]]}{kinds[parents[index]]}/{name}";
        }

        return paths;
    }

    /// <summary>The index of the value around each value; a value comes before those in it.</summary>
    private static int[] ParentsOf(IReadOnlyList<JsonPlace> nodes)
    {
        var parents = new int[nodes.Count];
        var around = new Stack<int>();

        for (var index = 0; index < nodes.Count; index++)
        {
            while (around.TryPeek(out var last) && nodes[last].End <= nodes[index].Start)
            {
                around.Pop();
            }

            parents[index] = around.TryPeek(out var parent) ? parent : 0;
            around.Push(index);
        }

        return parents;
    }
}
