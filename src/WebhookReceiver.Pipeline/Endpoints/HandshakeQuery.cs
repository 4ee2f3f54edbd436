using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// The query of a handshake, which holds the verify token, out of the sight of all that log requests. It stands beside the request (as a feature) and no longer in it.
/// </summary>
internal sealed class HandshakeQuery
{
    private HandshakeQuery(string text) => Values = new QueryCollection(QueryHelpers.ParseQuery(text));

    public IQueryCollection Values { get; }

    /// <summary>Takes the query out of a request to one of <paramref name="endpoints"/>.</summary>
    public static void Take(IHttpRequestFeature request, IFeatureCollection features, CallbackEndpoints endpoints)
    {
        if (!IsHandshake(request, endpoints))
        {
            return;
        }

        features.Set(new HandshakeQuery(request.QueryString));
        request.QueryString = string.Empty;

        // This one has the query, too.
        request.RawTarget = request.Path;
    }

    /// <summary>
    /// A request to a callback path, whatever its query is: a token that was mistyped by one letter must not be logged either. Where the application adds something to the front
    /// of the path, only a query with a token of ours counts, because the path may be somebody else's.
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
