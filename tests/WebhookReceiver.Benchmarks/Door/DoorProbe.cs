using System.Net;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// One request by hand before the load: wrk counts every status below 400 as answered, so it is made sure here that the answer is 200,
/// and that the receiver is measured with its signature check switched on.
/// </summary>
internal static class DoorProbe
{
    public static async Task CheckAcceptsAsync(RunningServer server, SignedPayloads payloads, int number, CancellationToken cancellationToken)
    {
        var body = payloads.Body(number);
        var status = await LocalHttp.PostAsync(server.Callback, body, payloads.Signature(body), cancellationToken);

        if (status is not HttpStatusCode.OK)
        {
            throw server.Failure($"answered {(int)status} to a signed delivery");
        }
    }

    public static async Task CheckRefusesForgeryAsync(RunningServer server, SignedPayloads payloads, int number, CancellationToken cancellationToken)
    {
        var status = await LocalHttp.PostAsync(server.Callback, payloads.Body(number), payloads.Signature([]), cancellationToken);

        if (status is not HttpStatusCode.Unauthorized)
        {
            throw server.Failure($"answered {(int)status} to a forged delivery");
        }
    }
}
