namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of the On-Premises client, the 1000s (<c>Specification/error-codes.md</c>, section 6.2).</summary>
internal static class OnPremisesClientCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(1000, "Generic error", ErrorKind.Other, IsTransient: true),
        new(1001, "Message too long", ErrorKind.Other),
        new(1002, "Invalid recipient type", ErrorKind.Other),
        new(1003, "Not a group participant", ErrorKind.Other),
        new(1004, "Resource already exists", ErrorKind.Other),
        new(1005, "Access denied", ErrorKind.Authorization),
        new(1006, "Resource not found", ErrorKind.Other),
        new(1007, "Recipient blocked to receive message", ErrorKind.Integrity),
        new(1008, "Required parameter is missing", ErrorKind.Other),
        new(1009, "Parameter value is not valid", ErrorKind.Other),
        new(1010, "Parameter is not required", ErrorKind.Other),
        new(1011, "Service not ready", ErrorKind.Other, IsTransient: true),
        new(1012, "Group is unknown", ErrorKind.Other),
        new(1013, "User is not valid", ErrorKind.Other),
        new(1014, "Internal error", ErrorKind.Other, IsTransient: true),
        new(1015, "Too many requests", ErrorKind.Throttling, IsTransient: true),
        new(1016, "System overloaded", ErrorKind.Throttling, IsTransient: true),
        new(1017, "Not the primary master", ErrorKind.Other, IsTransient: true),
        new(1018, "Not the primary coreapp", ErrorKind.Other, IsTransient: true),
        new(1019, "Not a group admin", ErrorKind.Other),
        new(1020, "Bad group", ErrorKind.Other),
        new(1021, "Bad user", ErrorKind.Other),
        new(1022, "Webhooks URL is not configured", ErrorKind.Other),
        new(1023, "Database error occurred", ErrorKind.Other, IsTransient: true),
        new(1024, "Password change required", ErrorKind.Authorization),
        new(1025, "Request is not valid", ErrorKind.Other),
        new(1026, "Receiver incapable", ErrorKind.Other),
        new(1028, "Identity-changed notification must be acknowledged", ErrorKind.Integrity),
        new(1031, "Sender account has been locked", ErrorKind.Integrity),
    ];
}
