using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>The shipped host as a process that exports to a collector, with the traced handler in it.</summary>
internal static class TracedReceiver
{
    public static ReceiverProcess Start(Collector collector, Dictionary<string, string?>? more = null)
    {
        var settings = collector.Settings;
        settings["Traced:Url"] = new Uri(collector.Url, "/called?q=1").ToString();

        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        settings["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "WebhookReceiver.Tests";
        return ReceiverProcess.Start([], ReceiverProcess.ProgramWithHandlers, settings);
    }

    public static async Task PostAsync(this ReceiverProcess receiver, string body, string? traceParent = null)
    {
        using var request = Notifications.Signed(receiver.Callback, body);
        request.Headers.Add("traceparent", traceParent is null ? [] : [traceParent]);
        using var answer = await receiver.Http.SendAsync(request, Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
