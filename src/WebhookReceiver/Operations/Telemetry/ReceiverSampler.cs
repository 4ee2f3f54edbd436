using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Trace;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// The sampler that <c>OTEL_TRACES_SAMPLER</c> names, with two rules of its own. With <c>parentbased_traceidratio</c> the handling of an event counts as a child of its POST, although it is a trace of its own: both are
/// recorded or neither is. And a call to another service that begins a trace is not recorded, because no handler makes it: the service itself does, and the path of its address may be a secret.
/// </summary>
internal sealed class ReceiverSampler(Sampler chosen, bool isLinkedToPost) : Sampler
{
    public const string Key = "OTEL_TRACES_SAMPLER";

    private const string Default = "parentbased_always_on";
    private const string LinkedRatio = "parentbased_traceidratio";

    public static IReadOnlyList<string> Names { get; } = ["always_on", "always_off", "traceidratio", Default, "parentbased_always_off", LinkedRatio];

    public static ReceiverSampler Read(IConfiguration settings)
    {
#pragma warning disable CA1308 // The specification writes these names in lower case.
        var name = settings[Key]?.Trim() is { Length: > 0 } text ? text.ToLowerInvariant() : Default;
#pragma warning restore CA1308
        var ratio = TryReadRatio(settings[$"{Key}_ARG"] ?? string.Empty, out var read) ? read : 1;

        Sampler root = name switch
        {
            "always_off" or "parentbased_always_off" => new AlwaysOffSampler(),
            "traceidratio" or LinkedRatio => new TraceIdRatioBasedSampler(ratio),
            _ => new AlwaysOnSampler(),
        };

        return new ReceiverSampler(name.StartsWith("parentbased", StringComparison.Ordinal) ? new ParentBasedSampler(root) : root, name is LinkedRatio);
    }

    public static bool TryReadRatio(string text, out double ratio) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out ratio) && ratio is >= 0 and <= 1;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.ParentContext.TraceId == default)
        {
            if (samplingParameters.Kind is ActivityKind.Client)
            {
                return new SamplingResult(SamplingDecision.Drop);
            }

            if (isLinkedToPost && IsDelivered(samplingParameters))
            {
                return new SamplingResult(HasRecordedPost(samplingParameters) ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
            }
        }

        return chosen.ShouldSample(samplingParameters);
    }

    private static bool HasRecordedPost(in SamplingParameters span) =>
        span.Links?.Any(static link => link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) is true;

    /// <summary>Whether it handles an event that a POST brought, and that no operator asked for.</summary>
    private static bool IsDelivered(in SamplingParameters span) => span.Kind is ActivityKind.Consumer && span.Tags?.Any(static tag => tag is { Key: "whatsapp.replay", Value: false }) is true;
}
