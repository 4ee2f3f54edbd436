namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// What is exported, and where to, from the variables <c>OTEL_…</c> of the OpenTelemetry specification, which may also be in the settings file. They exist only where an endpoint is set.
/// </summary>
/// <param name="Settings">The configuration, for what the SDK reads itself.</param>
/// <param name="Traces">Where traces go; null when they are not exported.</param>
/// <param name="Metrics">Where metrics go; null when they are not exported.</param>
/// <param name="Logs">Where log lines go; null when they are not exported.</param>
internal sealed record TelemetrySettings(IConfiguration Settings, OtlpTarget? Traces, OtlpTarget? Metrics, OtlpTarget? Logs)
{
    private const string Disabled = "OTEL_SDK_DISABLED";

    /// <returns>Null when nothing is exported.</returns>
    /// <exception cref="AggregateException">Variables have values that the specification does not allow: an <see cref="InvalidConfigurationException"/> for each.</exception>
    public static TelemetrySettings? Read(IConfiguration settings)
    {
        if (!OtlpTarget.IsAnySet(settings) || string.Equals(settings[Disabled]?.Trim(), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (TelemetryRules.ProblemsOf(settings).ToArray() is { Length: > 0 } problems)
        {
            throw new AggregateException(problems.Select(static problem => new InvalidConfigurationException(problem)));
        }

        var all = new TelemetrySettings(settings, OtlpTarget.Read(settings, OtlpTarget.Traces), OtlpTarget.Read(settings, OtlpTarget.Metrics), OtlpTarget.Read(settings, OtlpTarget.Logs));
        return all is { Traces: null, Metrics: null, Logs: null } ? null : all;
    }

    /// <summary>The parts of a list such as <c>a,b</c>.</summary>
    public static string[] ListOf(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
