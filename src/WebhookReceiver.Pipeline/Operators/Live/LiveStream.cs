using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using WebhookReceiver.Dispatch;

namespace WebhookReceiver.Operators;

/// <summary>
/// Writes server-sent events to one viewer: the overview each second, and the steps of events as they happen, at most <see cref="LiveQueue.Capacity"/> a second. Ends with the request, with the
/// session of the viewer, and when the service stops.
/// </summary>
internal sealed class LiveStream(EventTap tap, OverviewReader overview, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>How many viewers there may be at the same time.</summary>
    public const int MostViewers = 32;

    private const int TicksPerSecond = 5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1) / TicksPerSecond;

    private int viewers;

    /// <returns>False when there are too many viewers.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref viewers) <= MostViewers)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref viewers);

    public async Task WriteAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var queue = new LiveQueue(tap);
        using var timer = new PeriodicTimer(Tick, clock);

        try
        {
            await context.Response.StartAsync(ending.Token);
            var tick = 0;

            do
            {
                for (var written = 0; written < LiveQueue.Capacity / TicksPerSecond && queue.TryTake(out var step); written++)
                {
                    await WriteAsync(context.Response, "event", step!, OperatorJson.Default.LiveEvent, ending.Token);
                }

                if (tick++ % TicksPerSecond is 0)
                {
                    if (!OperationsGuard.IsStillAdmitted(context))
                    {
                        return;
                    }

                    await WriteSecondAsync(context.Response, queue, ending.Token);
                }

                await context.Response.Body.FlushAsync(ending.Token);
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (Exception exception) when (ending.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The viewer has gone, or the service stops.
        }
    }

    private async Task WriteSecondAsync(HttpResponse response, LiveQueue queue, CancellationToken cancellationToken)
    {
        if (queue.TakeSkipped() is > 0 and var skipped)
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"event: skipped\ndata: {{\"skipped\":{skipped}}}\n\n"), cancellationToken);
        }

        await WriteAsync(response, "overview", await overview.ReadAsync(withHistory: false, cancellationToken), OperatorJson.Default.ReceiverOverview, cancellationToken);
    }

    /// <summary>The serializer writes no line ends, so a value is one line.</summary>
    private static async Task WriteAsync<T>(HttpResponse response, string name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await response.WriteAsync($"event: {name}\ndata: ", cancellationToken);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);
        await response.WriteAsync("\n\n", cancellationToken);
    }
}
