using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using WebhookReceiver.Operations;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Two listeners in one server: the public one answers on the callback paths and nowhere else, the operations listener on everything else.
/// </summary>
internal static class ListenerExtensions
{
    public static void AddListeners(this WebApplicationBuilder builder)
    {
        var settings = ListenerSettings.Read(builder.Configuration);

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ListenerPorts>();
        builder.Services.AddSingleton(ConnectionLimits.OfProcess());
        builder.Services.AddSingleton<IValidateOptions<ListenerOptions>, ListenerSettingsValidator>();
        builder.Services.AddOptions<ListenerOptions>().ValidateOnStart();
        builder.WebHost.UseUrls([.. settings.PublicUrls, settings.OperationsUrl]);
        builder.Services.AddHostedService<ListenerWarnings>();

        // Read once: if the section changed while the service runs, the server would open the listeners it finds there.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Configure(builder.Configuration.GetSection(ServerSection.Name)));
        builder.WebHost.ConfigureKestrel(Limit);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.UseWhatsAppTls(connection => !IsOperations(kestrel, connection)));

        // The server's read-ahead limit does not reach its sockets, which would buffer 1 MiB for each connection.
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxReadBufferSize = ConnectionLimits.ReadAhead);

        // The factory registered last is asked first.
        builder.Services.AddSingleton<IConnectionListenerFactory, LimitedListenerFactory>();

        // A proxy rewrites the Host header, so it cannot serve as a filter here; the connection shows which listener a request reached.
        builder.Configuration["AllowedHosts"] = "*";
    }

    public static void UseListeners(this WebApplication app)
    {
        var ports = app.Services.GetRequiredService<ListenerPorts>();
        var entrance = new OperationsEntrance(app.Services.GetRequiredService<ExpectedHosts>());
        var problems = new OperationsProblems(app.Services.GetRequiredService<ILogger<OperationsProblems>>());

        app.Use((context, next) =>
        {
            var isCallback = context.GetEndpoint()?.Metadata.GetMetadata<CallbackRouteMetadata>() is not null;
            var isOperations = ports.IsOperations(context.Connection.LocalPort);

            if (isOperations && !entrance.IsPassed(context))
            {
                return OperationsEntrance.RefuseAsync(context);
            }

            if (isCallback != isOperations)
            {
                return isOperations ? problems.AnswerAsync(context, next) : next(context);
            }

            return context.RefuseUnknownPath();
        });
    }

    /// <summary>Operators have no client certificate of Meta's.</summary>
    private static bool IsOperations(KestrelServerOptions kestrel, ConnectionContext connection) =>
        connection.LocalEndPoint is IPEndPoint local && kestrel.ApplicationServices.GetRequiredService<ListenerPorts>().IsOperations(local.Port);

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = StrictContentLength.Select!;
        kestrel.ConfigureEndpointDefaults(static listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(FirstByte.Await);
        });

        var limits = kestrel.Limits;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

        limits.MaxRequestBufferSize = ConnectionLimits.ReadAhead;
    }
}
