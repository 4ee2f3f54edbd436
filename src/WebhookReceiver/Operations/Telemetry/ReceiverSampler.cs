using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Trace;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// The sampler that <c>OTEL_TRACES_SAMPLER</c> names, with two rules of its own. With a ratio or a rate the handling of an event counts as a child of its POST, although it is a trace of its own: both are
/// recorded or neither is. And a call to another service that begins a trace is not recorded, because no handler makes it: the service itself does, and the path of its address may be a secret.
/// </summary>
/// <remarks>With a rate the POST is chosen before it has a span, so that those which are not chosen cost nothing.</remarks>
internal sealed class ReceiverSampler : Sampler
{
    public const string Key = "OTEL_TRACES_SAMPLER";

    private const string Rate = "parentbased_ratelimiting";
    private const string LinkedRatio = "parentbased_traceidratio";
    private const int UsualRate = 20;

    private readonly Sampler chosen;
    private readonly bool isLinkedToPost;

    private ReceiverSampler(string name, Sampler root)
    {
        Notifications = root is RateLimitingSampler rate ? new LimitedNotifications(rate) : null;
        isLinkedToPost = name is Rate or LinkedRatio;
        chosen = name.StartsWith("parentbased", StringComparison.Ordinal) ? new ParentBasedSampler(root) : root;
    }

    /// <summary>Chooses the notifications; null where each span is sampled.</summary>
    public NotificationTracing? Notifications { get; }

    public static IReadOnlyList<string> Names { get; } = [Rate, "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", LinkedRatio];

    public static ReceiverSampler Read(IConfiguration settings, TimeProvider clock)
    {
        var name = NameIn(settings);
        var argument = ArgumentIn(settings);

        return new ReceiverSampler(name, name switch
        {
            Rate => new RateLimitingSampler(TryReadRate(argument, out var rate) ? rate : UsualRate, clock),
            "always_off" or "parentbased_always_off" => new AlwaysOffSampler(),
            "traceidratio" or LinkedRatio => new TraceIdRatioBasedSampler(TryReadRatio(argument, out var ratio) ? ratio : 1),
            _ => new AlwaysOnSampler(),
        });
    }

    /// <summary>Whether <see cref="Notifications"/> will be there.</summary>
    public static bool ChoosesNotifications(IConfiguration settings) => NameIn(settings) is Rate;

    /// <returns>What is wrong with the argument of the sampler; null when nothing is.</returns>
    public static string? ProblemOfArgument(IConfiguration settings) => (ArgumentIn(settings), NameIn(settings)) switch
    {
        ("", _) => null,
        (var text, Rate) => TryReadRate(text, out _) ? null : "is not a number of traces a second above 0",
        var (text, _) => TryReadRatio(text, out _) ? null : "is not a number from 0 to 1",
    };

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.ParentContext.TraceId == default)
        {
            if (samplingParameters.Kind is ActivityKind.Client)
            {
                return new SamplingResult(SamplingDecision.Drop);
            }

            if (isLinkedToPost && samplingParameters is { Kind: ActivityKind.Consumer, Name: NotificationTracing.Attempt })
            {
                return new SamplingResult(HasRecordedPost(samplingParameters) ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
            }

            if (Notifications is not null && samplingParameters is { Kind: ActivityKind.Server, Name: NotificationTracing.Notification })
            {
                return new SamplingResult(SamplingDecision.RecordAndSample);
            }

            if (NotificationTracing.IsUntraced)
            {
                return new SamplingResult(SamplingDecision.Drop);
            }
        }

        return chosen.ShouldSample(samplingParameters);
    }

    private static bool HasRecordedPost(in SamplingParameters span)
    {
        foreach (var link in span.Links ?? [])
        {
            if (link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameIn(IConfiguration settings)
    {
#pragma warning disable CA1308 // The specification writes these names in lower case.
        return settings[Key]?.Trim() is { Length: > 0 } text ? text.ToLowerInvariant() : Rate;
#pragma warning restore CA1308
    }

    private static string ArgumentIn(IConfiguration settings) => settings[$"{Key}_ARG"]?.Trim() ?? string.Empty;

    private static bool TryReadRatio(string text, out double ratio) => TryRead(text, out ratio) && ratio is >= 0 and <= 1;

    private static bool TryReadRate(string text, out double rate) => TryRead(text, out rate) && rate is > 0 and <= 1e6;

    private static bool TryRead(string text, out double number) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
