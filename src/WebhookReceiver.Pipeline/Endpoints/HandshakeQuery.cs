using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// The query of a handshake, which holds the verify token, kept away from everything that logs requests: it is moved from the request to a feature beside it.
/// </summary>
internal sealed class HandshakeQuery
{
    private HandshakeQuery(string text) => Values = new QueryCollection(QueryHelpers.ParseQuery(text));

    public IQueryCollection Values { get; }

    /// <summary>Removes the query from a request to one of <paramref name="endpoints"/>.</summary>
    public static void Take(IHttpRequestFeature request, IFeatureCollection features, CallbackEndpoints endpoints)
    {
        if (!IsHandshake(request, endpoints))
        {
            return;
        }

        features.Set(new HandshakeQuery(request.QueryString));
        request.QueryString = string.Empty;

        // This feature contains the query, too.
        request.RawTarget = request.Path;
    }

    /// <summary>
    /// Matches a request to a callback path, whatever its query: a token with one typo must not be logged either. Where the application adds a prefix
    /// to the path, the query must contain one of our tokens, because the path may belong to somebody else.
    /// </summary>
    private static bool IsHandshake(IHttpRequestFeature request, CallbackEndpoints endpoints)
    {
        var path = request.Path.AsSpan().TrimEnd('/');

        foreach (var endpoint in endpoints.All)
        {
            var callback = endpoint.Path.AsSpan().TrimEnd('/');

            if (path.EndsWith(callback, StringComparison.OrdinalIgnoreCase)
                && (path.Length == callback.Length || endpoint.Secrets.HasToken(TokenIn(request.QueryString))))
            {
                return true;
            }
        }

        return false;
    }

    private static string TokenIn(string query) => QueryHelpers.ParseQuery(query).TryGetValue(Handshake.TokenParameter, out var token) ? token.ToString() : string.Empty;
}
