using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WebhookReceiver.Observation;

/// <summary>
/// Hears of the requests that the server turns away by itself, before there is a context for them: there is no middleware that sees those, and its log lines hold the
/// request line, with the verify token in it.
/// </summary>
internal sealed class ServerRefusals : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    public const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private readonly StrayLog strays;
    private readonly IDisposable? subscription;

    /// <param name="strays">Counts them.</param>
    /// <param name="diagnostics">Where the server reports them; null without a server.</param>
    public ServerRefusals(StrayLog strays, DiagnosticListener? diagnostics)
    {
        this.strays = strays;

        // For this one event: a subscription to all would switch on an activity for every request.
        subscription = diagnostics?.Subscribe(this, static name => name is EventName);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Where the answer has begun, the application has seen the request and counted what it had to say about it; only the rest of the body was broken.
        if (value is { Key: EventName, Value: IFeatureCollection features }
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException exception
            && features.Get<IHttpResponseFeature>() is not { HasStarted: true })
        {
            // The address of the connection, also behind a proxy: of a head that was not read to its end, the last X-Forwarded-For may be missing, and that is the proxy's.
            strays.Refused(StrayRequestExtensions.ReasonOf(exception.StatusCode), exception.StatusCode, features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);
        }
    }

    public void OnCompleted()
    {
        // The server is gone.
    }

    public void OnError(Exception error)
    {
        // The source of these events has none.
    }

    public void Dispose() => subscription?.Dispose();
}
