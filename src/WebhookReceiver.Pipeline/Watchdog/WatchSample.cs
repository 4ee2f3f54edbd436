using WebhookReceiver.Observation;

namespace WebhookReceiver.Watchdog;

/// <summary>The figures by which alerts are judged, at one moment.</summary>
internal sealed record WatchSample
{
    /// <summary>Since the start, by a clock that nobody sets.</summary>
    public required TimeSpan At { get; init; }

    public IReadOnlyList<EndpointSample> Endpoints { get; init; } = [];

    /// <summary>How many events have arrived late since the start.</summary>
    public long LateArrivals { get; init; }

    /// <summary>The age of the oldest event that is not handled; null when all are.</summary>
    public TimeSpan? OldestOpen { get; init; }

    /// <summary>How many dead letters this process has written since the start.</summary>
    public long DeadLettered { get; init; }

    public StoreFigures Store { get; init; }

    /// <summary>The certificate that ends first; null when the settings name none.</summary>
    public CertificateSample? Certificate { get; init; }
}

/// <summary>An endpoint at that moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accepted">How many deliveries it has accepted since the start.</param>
/// <param name="Unproven">How many it has refused since the start because a signature or a secret was wrong.</param>
/// <param name="SinceAccepted">How long ago it accepted the last one, or started.</param>
internal sealed record EndpointSample(string Name, long Accepted, long Unproven, TimeSpan SinceAccepted);

/// <summary>A certificate at that moment.</summary>
/// <param name="Key">The setting that names its file.</param>
/// <param name="Remaining">How long it is still valid; negative once it has ended.</param>
internal sealed record CertificateSample(string Key, TimeSpan Remaining);
