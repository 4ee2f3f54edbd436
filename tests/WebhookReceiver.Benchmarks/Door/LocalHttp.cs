using System.Net;

namespace WebhookReceiver.Benchmarks;

/// <summary>The few single requests around the runs. No proxy, whatever the environment says: everything is on this machine.</summary>
internal static class LocalHttp
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The status, or null while nobody answers.</summary>
    public static async Task<HttpStatusCode?> TryGetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.GetAsync(address, cancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public static Task<string> GetTextAsync(Uri address, CancellationToken cancellationToken) => Client.GetStringAsync(address, cancellationToken);

    /// <summary>Asks a receiver's operations with its key.</summary>
    public static Task<string> GetTextAsync(Uri address, string apiKey, CancellationToken cancellationToken) =>
        AskOperationsAsync(HttpMethod.Get, address, apiKey, cancellationToken);

    /// <summary>Has a receiver's operations do something, however long that takes.</summary>
    public static Task<string> PostAsync(Uri address, string apiKey, CancellationToken cancellationToken) =>
        AskOperationsAsync(HttpMethod.Post, address, apiKey, cancellationToken);

    private static async Task<string> AskOperationsAsync(HttpMethod method, Uri address, string apiKey, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new("Bearer", apiKey);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public static async Task<HttpStatusCode> PostAsync(Uri address, byte[] body, string signature, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.Add("Content-Type", "application/json");
        content.Headers.Add("X-Hub-Signature-256", signature);

        using var response = await Client.PostAsync(address, content, cancellationToken);
        return response.StatusCode;
    }
}
