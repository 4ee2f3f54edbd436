using System.Runtime.InteropServices;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>One change. The numbers are of any size: each is taken modulo what there is to choose from.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FuzzStep(int Way, int Place, int Detail)
{
    /// <summary>A change that leaves JSON to be JSON.</summary>
    public byte[] ApplyToJson(byte[] json)
    {
        var nodes = JsonPlace.AllOf(json);
        return nodes.Count is 0 ? json : JsonChange.Apply(json, nodes[Place % nodes.Count], Way % JsonChange.Count);
    }
}
