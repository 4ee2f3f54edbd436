using System.ComponentModel.DataAnnotations;

namespace WebhookReceiver.Dispatch;

/// <summary>The section <c>Dispatch</c>: how handlers are called.</summary>
internal sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>How long a handler may take for one event.</summary>
    /// <value><c>00:00:30</c></value>
    [Range(
        typeof(TimeSpan),
        "00:00:00.001",
        "01:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true,
        ErrorMessage = "Dispatch:HandlerTimeout must be more than zero and at most 01:00:00; it is written hh:mm:ss, and a bare number would mean days.")]
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
