using System.Globalization;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>All requests of a measurement, built and signed before the first run, in the form that <c>walk.lua</c> reads.</summary>
internal sealed record RequestFile(string Path, int Count)
{
    public static async Task<RequestFile> WriteAsync(string path, SignedPayloads payloads, int count, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20, useAsync: true);

        for (var number = 0; number < count; number++)
        {
            var request = payloads.Request(number, ReceiverServer.CallbackPath);
            await file.WriteAsync(Encoding.ASCII.GetBytes(request.Length.ToString(CultureInfo.InvariantCulture) + "\n"), cancellationToken);
            await file.WriteAsync(request, cancellationToken);
        }

        return new RequestFile(path, count);
    }
}
