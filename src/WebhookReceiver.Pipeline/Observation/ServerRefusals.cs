using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WebhookReceiver.Observation;

/// <summary>
/// Observes the requests that the server itself rejects before a context exists for them: no middleware sees those, and the server's log lines contain the
/// request line, with the verify token in it.
/// </summary>
internal sealed class ServerRefusals : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    public const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private readonly StrayLog strays;
    private readonly IDisposable? subscription;

    /// <param name="strays">Counts them.</param>
    /// <param name="diagnostics">Where the server reports such requests; null without a server.</param>
    public ServerRefusals(StrayLog strays, DiagnosticListener? diagnostics)
    {
        this.strays = strays;

        // Only for this one event: subscribing to all of them would create an activity for every request.
        subscription = diagnostics?.Subscribe(this, static name => name is EventName);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // If the response has started, the application has seen the request and counted it itself; only the rest of the body was malformed.
        if (value is { Key: EventName, Value: IFeatureCollection features }
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException exception
            && features.Get<IHttpResponseFeature>() is not { HasStarted: true })
        {
            // The connection's address, even behind a proxy: a head that was not read completely may lack the last X-Forwarded-For, the one that the proxy wrote.
            strays.Refused(StrayRequestExtensions.ReasonOf(exception.StatusCode), exception.StatusCode, features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);
        }
    }

    public void OnCompleted()
    {
        // The server is gone.
    }

    public void OnError(Exception error)
    {
        // The source of these events never completes with an error.
    }

    public void Dispose() => subscription?.Dispose();
}
