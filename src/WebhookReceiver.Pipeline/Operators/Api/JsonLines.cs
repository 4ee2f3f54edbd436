using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Operators;

/// <summary>A response of one JSON object per line, written as fast as the client reads it and never buffered as a whole.</summary>
internal sealed class JsonLines(IAsyncEnumerable<ExportedDelivery> deliveries, int flushBytes) : IResult
{
    public const string ContentType = "application/jsonl";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContentType;
        var output = httpContext.Response.BodyWriter;

        await foreach (var delivery in deliveries.WithCancellation(httpContext.RequestAborted))
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(delivery, OperatorJson.Default.ExportedDelivery));
            output.Write("\n"u8);

            if (output.UnflushedBytes >= flushBytes && (await output.FlushAsync(httpContext.RequestAborted)).IsCompleted)
            {
                return;
            }
        }

        await output.FlushAsync(httpContext.RequestAborted);
    }
}
