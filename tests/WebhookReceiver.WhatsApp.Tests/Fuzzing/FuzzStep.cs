using System.Runtime.InteropServices;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>One change. The numbers may be of any size: each is taken modulo the number of choices.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FuzzStep(int Way, int Place, int Detail)
{
    /// <summary>A change that keeps JSON valid.</summary>
    public byte[] ApplyToJson(byte[] json)
    {
        var nodes = JsonPlace.AllOf(json);
        return nodes.Count is 0 ? json : JsonChange.Apply(json, nodes[Place % nodes.Count], Way % JsonChange.Count);
    }
}
