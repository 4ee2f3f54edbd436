using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Makes the contexts of requests as the framework does, and takes the query out of handshakes before. This is the one place ahead of the framework's own log lines: a
/// middleware comes after <c>Request starting …</c> has been written.
/// </summary>
/// <remarks>
/// The framework uses the context of a connection again for its next request, but only with a factory of its own. Without a pool each request would cost a new one, and a
/// twentieth of the throughput.
/// </remarks>
internal sealed class HandshakeContextFactory(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory factory = new(services);
    private readonly DefaultObjectPool<DefaultHttpContext> contexts = new(new NewContexts(services), Environment.ProcessorCount * 64);

    // Whoever gets at a context in this way may hold it longer than its request lasts; the framework does not use such a one again either.
    private readonly bool isHandedOut = services.GetService<IHttpContextAccessor>() is not null;

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 0 } request)
        {
            // Asked for only now: what is wrong with the settings is reported by the start, and not by the making of this object.
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
