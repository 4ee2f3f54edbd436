using System.Text.Json.Serialization;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Dead letters as they are written to disk: by member names, so that later versions may add to them.</summary>
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
