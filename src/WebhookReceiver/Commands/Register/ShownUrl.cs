namespace WebhookReceiver.Commands.Register;

/// <summary>A URL that a service has registered, for people: without the password and the query, in which others may keep a secret.</summary>
internal static class ShownUrl
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "none";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return "not a URL";
        }

        var user = url.UserInfo.Length > 0 ? "***@" : string.Empty;
        return $"{url.Scheme}://{user}{url.Authority}{url.AbsolutePath}{(url.Query.Length > 0 ? "?***" : string.Empty)}";
    }
}
