using System.Net;
using System.Net.Sockets;

namespace WebhookReceiver.Benchmarks;

/// <summary>Ports of the loopback address that nobody listens on at this moment.</summary>
internal static class FreePorts
{
    /// <summary>All are held open until the last one is found, so no two are equal.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();

        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
