namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes for a token, permission or setting that does not allow the request (<c>Specification/error-codes.md</c>, section 2).</summary>
internal static class AuthorizationCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(0, "AuthException", ErrorKind.Authorization),
        new(3, "Capability or permission missing", ErrorKind.Authorization),
        new(10, "Permission denied", ErrorKind.Authorization),
        new(104, "Access token missing", ErrorKind.Authorization),
        new(190, "Access token has expired", ErrorKind.Authorization),
        new(200, "Access token missing or permission not granted", ErrorKind.Authorization),
        new(131005, "Access denied", ErrorKind.Authorization),
        new(138000, "Calling not enabled", ErrorKind.Authorization),
        new(138006, "No approved call permission found", ErrorKind.Authorization),
    ];
}
