using System.Net.Http.Headers;
using System.Text.Json;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Watchdog;

/// <summary>Posts one notice, signed. Follows no redirect, because the recipient that was configured is the one to be told, and reads nothing of the answer but its status.</summary>
internal sealed class AlertSender(TimeProvider clock) : IDisposable
{
    /// <summary>With the body's HMAC-SHA256 under the secret, as <c>sha256=</c> and hexadecimal digits: the form in which Meta signs.</summary>
    public const string SignatureHeaderName = "X-Signature-256";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,

        // Renewed, so that a recipient that moves is found.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>Null when it has arrived; otherwise what went wrong, without the address, which may contain a secret.</returns>
    public async Task<string?> PostAsync(Uri url, string secret, AlertNotice notice, CancellationToken stoppingToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, AlertNoticeJson.Default.AlertNotice);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeaderName, WebhookSignature.Create(secret, body));
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);

        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? null : $"the answer was {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return $"there was no answer within {Patience.TotalSeconds} seconds";
        }
        catch (HttpRequestException exception)
        {
            return $"{exception.HttpRequestError}";
        }
    }

    public void Dispose() => http.Dispose();
}
