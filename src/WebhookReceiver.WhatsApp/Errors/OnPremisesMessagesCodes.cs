namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of the On-Premises API in messages and statuses (<c>Specification/error-codes.md</c>, section 6.1).</summary>
internal static class OnPremisesMessagesCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(400, "Media download error", ErrorKind.Other),
        new(401, "Group does not exist", ErrorKind.Other),
        new(402, "Business eligibility payment issue", ErrorKind.Other),
        new(408, "Message is not valid", ErrorKind.Other, IsTransient: true),
        new(410, "Message expired", ErrorKind.Other),
        new(429, "Rate limit hit", ErrorKind.Throttling, IsTransient: true),
        new(430, "Unsigned certificate", ErrorKind.Authorization),
        new(432, "Certificate ID mismatch", ErrorKind.Authorization),
        new(433, "Certificate signature invalid", ErrorKind.Authorization),
        new(470, "Re-engagement message", ErrorKind.Other),
        new(471, "Spam rate limit hit", ErrorKind.Throttling),
        new(472, "User's number is part of an experiment", ErrorKind.Other),
        new(480, "User potentially changed", ErrorKind.Integrity),
        new(500, "Generic error", ErrorKind.Other, IsTransient: true),
        new(501, "Message type unknown or not supported", ErrorKind.Other),
    ];
}
