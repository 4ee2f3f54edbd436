using System.Net.Http.Headers;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>Reads the server-sent events of <c>/api/live</c>.</summary>
internal sealed class LiveReader : IDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private LiveReader(HttpResponseMessage answer, Stream stream)
    {
        this.answer = answer;
        lines = new StreamReader(stream);
    }

    public static async Task<LiveReader> StartAsync(Receiver receiver, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/api/live"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var opened = await receiver.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        Assert.Equal("text/event-stream", opened.Content.Headers.ContentType?.MediaType);
        return new LiveReader(opened, await opened.Content.ReadAsStreamAsync(Patience.Token));
    }

    /// <returns>Null when the stream has ended.</returns>
    public async Task<(string Name, JsonElement Data)?> ReadAsync()
    {
        var name = string.Empty;

        while (await lines.ReadLineAsync(Patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (name, JsonDocument.Parse(line[6..]).RootElement);
            }
        }

        return null;
    }

    public async Task<JsonElement> UntilAsync(string name, Func<JsonElement, bool> isSo)
    {
        while (await ReadAsync() is { } read)
        {
            if (string.Equals(read.Name, name, StringComparison.Ordinal) && isSo(read.Data))
            {
                return read.Data;
            }
        }

        throw new InvalidOperationException($"The stream ended before {name} came.");
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}
