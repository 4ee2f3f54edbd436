using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Makes the contexts of requests as the framework does, and takes the query out of handshakes before. This is the one place ahead of the framework's own log lines: a
/// middleware comes after <c>Request starting …</c> has been written.
/// </summary>
internal sealed class HandshakeContextFactory(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 0 } request)
        {
            // Asked for only now: what is wrong with the settings is reported by the start, and not by the making of this object.
            HandshakeQuery.Take(request, featureCollection, services.GetRequiredService<CallbackEndpoints>());
        }

        return factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => factory.Dispose(httpContext);
}
