namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X12")]
[Trait("row", "X13")]
public sealed class AnyBodyTests
{
    /// <summary>
    /// A path that many notifications contain is tried in so many of them: they are read by the same code. Nightly in all of them.
    /// </summary>
    private static readonly int BodiesForEachPath = FuzzRun.IsNightly ? int.MaxValue : (int)Math.Max(1, FuzzRun.Cases / 800);

    [Fact]
    public void Every_node_of_every_notification_may_be_anything_or_missing()
    {
        var tried = new Dictionary<string, int>(StringComparer.Ordinal);

        foreach (var body in FuzzTexts.Bodies)
        {
            var nodes = JsonPlace.AllOf(body);

            foreach (var (path, places) in nodes.Zip(JsonPath.AllOf(body, nodes)).GroupBy(static pair => pair.Second, static pair => pair.First, StringComparer.Ordinal)
                .Select(static group => (group.Key, group)))
            {
                if ((tried[path] = tried.GetValueOrDefault(path) + 1) > BodiesForEachPath)
                {
                    continue;
                }

                foreach (var node in places)
                {
                    for (var way = 0; way < JsonChange.Count; way++)
                    {
                        EventPromises.Read(JsonChange.Apply(body, node, way));
                    }
                }
            }
        }
    }

    [Fact]
    public void Several_nodes_at_once_may_be_anything_or_missing() =>
        FuzzRun.Check(jsonSteps: 8, byteSteps: 0, one => EventPromises.Read(one.Body(FuzzTexts.Bodies)));

    [Fact]
    public void Bytes_may_be_flipped_cut_off_and_mixed() =>
        FuzzRun.Check(jsonSteps: 1, byteSteps: 4, one => EventPromises.Read(one.Body(FuzzTexts.Bodies)));
}
