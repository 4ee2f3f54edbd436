using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace WebhookReceiver.Commands.Register;

/// <summary>Sends calls and reads answers of bounded size. Redirects are not followed: a token would go with them to wherever they point.</summary>
internal sealed class Remote : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private readonly SocketsHttpHandler handler;
    private readonly HttpClient http;
    private readonly TimeSpan timeout;

    public Remote(TimeSpan timeout)
    {
        this.timeout = timeout;

        // The caller's trace id is nobody else's business.
        handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = timeout, ActivityHeadersPropagator = null };
        http = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = LargestAnswer };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("WebhookReceiver", typeof(Remote).Assembly.GetName().Version?.ToString(fieldCount: 3)));
    }

    /// <exception cref="CommandFailedException">There is no answer; the message says why.</exception>
    public async Task<RemoteAnswer> SendAsync(RemoteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = MessageOf(request);
            using var answer = await http.SendAsync(message, cancellationToken);
            return await ReadAsync(answer, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"{request.Url.Authority} could not be called to {request.Purpose}: {ConnectionTrouble.Explain(exception)}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(
                string.Create(CultureInfo.InvariantCulture, $"{request.Url.Authority} did not answer the call to {request.Purpose} within {timeout.TotalSeconds} s{Unknown(request)}."),
                exception);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    private static string Unknown(RemoteRequest request) => request.Method == HttpMethod.Get ? string.Empty : "; whether it took effect is unknown";

    private static HttpRequestMessage MessageOf(RemoteRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.UrlForWire());

        foreach (var (name, value) in request.Headers)
        {
            // Without validation: its exceptions contain the value.
            message.Headers.TryAddWithoutValidation(name, value is Secret secret ? secret.Reveal() : $"{value}");
        }

        if (request.Body is { } body)
        {
            message.Content = new StringContent(body.ForWire(), Encoding.UTF8, body.MediaType);
        }

        return message;
    }

    private static async Task<RemoteAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var isJson = RemoteJson.TryParse(text, out var json);
        var retryAfter = answer.Headers.RetryAfter?.Delta is { } delta ? (long)delta.TotalSeconds : (long?)null;
        return new RemoteAnswer((int)answer.StatusCode, isJson, json)
        {
            Text = Encoding.UTF8.GetString(text),
            MediaType = answer.Content.Headers.ContentType?.MediaType,
            RetryAfter = retryAfter,
            Location = answer.Headers.Location is { IsAbsoluteUri: true } location ? location.Authority : null,
        };
    }
}
