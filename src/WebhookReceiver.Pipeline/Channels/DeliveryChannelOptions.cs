using System.ComponentModel.DataAnnotations;

namespace WebhookReceiver.Channels;

/// <summary>The section <c>Channel</c>: the queue between the door and the worker.</summary>
internal sealed class DeliveryChannelOptions
{
    public const string Section = "Channel";

    /// <summary>How many payloads may be queued.</summary>
    /// <value>10000</value>
    [Range(1, 10_000_000, ErrorMessage = "Channel:Capacity must be between 1 and 10000000 payloads.")]
    public int Capacity { get; set; } = 10_000;

    /// <summary>The total size of the queued payloads in bytes, at most. Must be at least the largest <c>MaxBodyBytes</c>.</summary>
    /// <value>64 MiB</value>
    [Range(1, long.MaxValue, ErrorMessage = "Channel:CapacityBytes must be at least 1.")]
    public long CapacityBytes { get; set; } = 64 * 1024 * 1024;
}
