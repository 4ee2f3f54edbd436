namespace WebhookReceiver.Operators;

/// <summary>Decides which values are not shown. What nobody has marked as harmless is masked when its name sounds like a secret.</summary>
internal static class SecretMask
{
    public const string Dots = "••••••••";

    private static readonly string[] Suspicious = ["secret", "token", "password", "passwd", "pwd", "key", "credential", "connectionstring", "authorization", "cookie", "private", "signature", "headers"];

    /// <summary>Whether a key that nobody has described may have a secret as its value.</summary>
    public static bool IsSuspicious(string key) =>
        key.Split(':').Any(static part => !part.EndsWith("File", StringComparison.OrdinalIgnoreCase) && !part.EndsWith("Path", StringComparison.OrdinalIgnoreCase)
            && Suspicious.Any(word => part.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// An address without what may be a secret in it: the user, the query, and of a webhook also the path, because services put a token there.
    /// </summary>
    public static string WithoutSecrets(string key, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" } && (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || key.EndsWith("WebhookUrl", StringComparison.OrdinalIgnoreCase))
            ? $"{uri.Scheme}://{uri.Authority}/…"
            : value;
}
