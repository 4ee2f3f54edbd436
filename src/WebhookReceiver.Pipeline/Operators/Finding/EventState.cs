using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>How far an event has progressed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventState>))]
public enum EventState
{
    /// <summary>It waits for its turn, or its handlers are being called.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>A handler has failed and will be called again.</summary>
    [JsonStringEnumMemberName("retrying")]
    Retrying,

    /// <summary>No handler still wants it.</summary>
    [JsonStringEnumMemberName("handled")]
    Handled,

    /// <summary>It is a dead letter.</summary>
    [JsonStringEnumMemberName("dead")]
    Dead,
}
