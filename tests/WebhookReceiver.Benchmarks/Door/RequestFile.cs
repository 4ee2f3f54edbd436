using System.Globalization;
using System.Text;

namespace WebhookReceiver.Benchmarks;

/// <summary>All requests of a measurement, built and signed before the first run, in the form that <c>walk.lua</c> reads.</summary>
internal sealed class RequestFile
{
    private readonly long[] places;

    private RequestFile(string path, long[] places)
    {
        Path = path;
        this.places = places;
    }

    public string Path { get; }

    public int Count => places.Length;

    public static async Task<RequestFile> WriteAsync(string path, SignedPayloads payloads, int count, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20, useAsync: true);

        var begins = new long[count];

        for (var number = 0; number < count; number++)
        {
            begins[number] = file.Position;
            var request = payloads.Request(number, ReceiverServer.CallbackPath);
            await file.WriteAsync(Encoding.ASCII.GetBytes(request.Length.ToString(CultureInfo.InvariantCulture) + "\n"), cancellationToken);
            await file.WriteAsync(request, cancellationToken);
        }

        return new RequestFile(path, begins);
    }

    /// <summary>The byte where a request is, counted on from the first one after the last.</summary>
    public long PlaceOf(long number) => places[number % Count];
}
