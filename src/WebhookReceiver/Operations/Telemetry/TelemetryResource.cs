using System.Reflection;
using OpenTelemetry.Resources;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>What the exported data says about this process. <c>OTEL_RESOURCE_ATTRIBUTES</c> and <c>OTEL_SERVICE_NAME</c> add to it and override it.</summary>
internal static class TelemetryResource
{
    private const string Name = "whatsapp-webhook-receiver";

    /// <summary>The same in traces, metrics and logs, so that they can be joined.</summary>
    private static readonly string InstanceId = Guid.NewGuid().ToString();

    public static ResourceBuilder Create() => ResourceBuilder.CreateEmpty()
        .AddService(
            Name,
            serviceVersion: typeof(TelemetryResource).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0],
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: InstanceId)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
