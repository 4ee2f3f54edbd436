using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Creates request contexts as the framework does, but first removes the query from handshakes. This is the only place that runs before the framework's own log lines: middleware
/// runs after <c>Request starting …</c> has been written.
/// </summary>
/// <remarks>
/// The framework reuses a connection's context for its next request, but only with its own factory. Without a pool every request would allocate a new one, which costs a
/// twentieth of the throughput.
/// </remarks>
internal sealed class HandshakeContextFactory(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory factory = new(services);
    private readonly DefaultObjectPool<DefaultHttpContext> contexts = new(new NewContexts(services), Environment.ProcessorCount * 64);

    // Code that gets a context this way may keep it beyond the request, so it is not reused; the framework does the same.
    private readonly bool isHandedOut = services.GetService<IHttpContextAccessor>() is not null;

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 0 } request)
        {
            // Resolved only now, so that invalid settings are reported at startup and not while this object is constructed.
            HandshakeQuery.Take(request, featureCollection, services.GetRequiredService<CallbackEndpoints>());
        }

        if (isHandedOut)
        {
            return factory.Create(featureCollection);
        }

        var context = contexts.Get();
        context.Initialize(featureCollection);
        return context;
    }

    public void Dispose(HttpContext httpContext)
    {
        if (isHandedOut)
        {
            factory.Dispose(httpContext);
            return;
        }

        var context = (DefaultHttpContext)httpContext;
        context.Uninitialize();
        contexts.Return(context);
    }

    private sealed class NewContexts(IServiceProvider services) : PooledObjectPolicy<DefaultHttpContext>
    {
        private readonly IServiceScopeFactory scopes = services.GetRequiredService<IServiceScopeFactory>();
        private readonly FormOptions forms = services.GetRequiredService<IOptions<FormOptions>>().Value;

        public override DefaultHttpContext Create() => new() { ServiceScopeFactory = scopes, FormOptions = forms };

        public override bool Return(DefaultHttpContext obj) => true;
    }
}
