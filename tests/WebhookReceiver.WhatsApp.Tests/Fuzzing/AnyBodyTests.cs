namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X12")]
[Trait("row", "X13")]
public sealed class AnyBodyTests
{
    [Fact]
    public void Every_node_of_every_notification_may_be_anything_or_missing()
    {
        foreach (var body in FuzzTexts.Bodies)
        {
            foreach (var node in JsonPlace.AllOf(body))
            {
                for (var way = 0; way < JsonChange.Count; way++)
                {
                    EventPromises.Read(JsonChange.Apply(body, node, way));
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
