using System.Diagnostics;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// Begins a new trace with each request, whatever it brings along: a stranger must not join our traces, nor decide what is recorded. Calls that handlers make carry their trace as usual.
/// </summary>
internal sealed class IgnoredTraceContext : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => Current.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => Current.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => traceId = traceState = null;

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
