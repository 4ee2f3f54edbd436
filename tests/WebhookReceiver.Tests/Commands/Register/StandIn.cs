using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>A real server in place of a remote service. It keeps what it was sent, and counts connections.</summary>
internal abstract class StandIn : IAsyncDisposable
{
    private readonly ConcurrentQueue<StandInCall> calls = new();
    private readonly WebApplication app;
    private int connections;

    protected StandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port: 0, listener => listener.Use(next => connection =>
        {
            Interlocked.Increment(ref connections);
            return next(connection);
        })));
        app = builder.Build();
        app.Run(AnswerAsync);
        app.Start();
        Url = new Uri(app.Urls.Single());
    }

    public Uri Url { get; }

    public IReadOnlyList<StandInCall> Calls => [.. calls];

    /// <summary>The calls as <c>METHOD /path</c>.</summary>
    public IReadOnlyList<string> Lines => [.. calls.Select(static call => call.Line)];

    public int Connections => Volatile.Read(ref connections);

    /// <summary>What it answers instead of its own answer; null from it for its own.</summary>
    public Func<StandInCall, IResult?> Instead { get; set; } = static _ => null;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        End();
    }

    protected virtual void End()
    {
    }

    protected abstract Task<IResult> AnswerAsync(StandInCall call);

    protected static string? BearerOf(StandInCall call) => AuthenticationHeaderValue.TryParse(call.Headers.Authorization, out var given) && given.Scheme is "Bearer" ? given.Parameter : null;

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        var call = new StandInCall(context.Request.Method, context.Request.Path.Value!, context.Request.Query, headers, await reader.ReadToEndAsync(context.RequestAborted));
        calls.Enqueue(call);
        await (Instead(call) ?? await AnswerAsync(call)).ExecuteAsync(context);
    }
}
