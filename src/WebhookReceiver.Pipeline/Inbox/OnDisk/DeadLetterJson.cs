using System.Text.Json.Serialization;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The on-disk form of dead letters: keyed by member name, so that later versions may add members.</summary>
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
