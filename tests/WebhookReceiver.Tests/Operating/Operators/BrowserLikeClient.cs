using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>Sends what a browser sends for a page of the listener, which the test can change: the cookies, <c>Sec-Fetch-Site</c> and <c>Origin</c>.</summary>
internal sealed class BrowserLikeClient(Uri operations) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = true, CookieContainer = new CookieContainer() });

    public string? FetchSite { get; set; } = "same-origin";

    public string? Origin { get; set; } = operations.GetLeftPart(UriPartial.Authority);

    /// <summary>The header that set the cookie.</summary>
    public string? SetCookie { get; private set; }

    public async Task<string> LogInAsync(string key)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/session", $$"""{"key":"{{key}}"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        SetCookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        return await answer.Content.ReadAsStringAsync(Patience.Token);
    }

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(operations, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        if (FetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", FetchSite);
        }

        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }

        return await http.SendAsync(request, Patience.Token);
    }

    /// <summary>The lines of <c>/api/live</c>.</summary>
    public async Task<StreamReader> FollowAsync() => new(await http.GetStreamAsync(new Uri(operations, "/api/live"), Patience.Token));

    public void Dispose() => http.Dispose();
}
