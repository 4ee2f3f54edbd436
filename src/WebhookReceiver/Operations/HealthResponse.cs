using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookReceiver.Operations;

/// <summary>The body of the health answers: the status and the data of the checks, as one flat JSON object.</summary>
internal static class HealthResponse
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";

        if (report.Status is HealthStatus.Unhealthy)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status switch
        {
            HealthStatus.Healthy => "ok",
            HealthStatus.Degraded => "degraded",
            _ => "unavailable",
        });

        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("state", entry.Description);

            foreach (var (key, value) in entry.Data)
            {
                json.WritePropertyName(key);
                JsonSerializer.Serialize(json, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
