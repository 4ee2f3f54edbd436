namespace WebhookReceiver.Commands.Register;

/// <summary>The webhook of a number as 360dialog has it.</summary>
internal sealed record D360Webhook(string? Url, IReadOnlyDictionary<string, string> Headers)
{
    public static D360Webhook Read(RemoteJson json)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        foreach (var (name, value) in json["headers"].Members)
        {
            headers[name] = value.Text ?? string.Empty;
        }

        return new D360Webhook(json["url"].Text is { Length: > 0 } url ? url : null, headers);
    }

    /// <summary>What is not as wanted. The values of headers are secrets, so they are compared and not shown.</summary>
    public IEnumerable<string> DifferencesFrom(Uri? callback, IReadOnlyList<(string Name, object Value)> headers)
    {
        if (callback is not null && !string.Equals(Url, callback.AbsoluteUri, StringComparison.Ordinal))
        {
            yield return $"The URL is {ShownUrl.Of(Url)}, not {callback.AbsoluteUri}.";
        }

        foreach (var (name, value) in headers)
        {
            if (!Headers.TryGetValue(name, out var registered))
            {
                yield return $"The header {name} is missing: the endpoint will refuse every notification.";
            }
            else if (value is Secret { IsKnown: true } secret && !string.Equals(registered, secret.Reveal(), StringComparison.Ordinal))
            {
                yield return $"The header {name} has another value: the endpoint will refuse every notification.";
            }
        }
    }
}
