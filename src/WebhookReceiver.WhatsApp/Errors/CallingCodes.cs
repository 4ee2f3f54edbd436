namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of calls (<c>Specification/error-codes.md</c>, section 5.5).</summary>
internal static class CallingCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(138001, "Receiver uncallable", ErrorKind.Other),
        new(138003, "Duplicate call", ErrorKind.Other),
        new(138004, "Connection error", ErrorKind.Other, IsTransient: true),
        new(138007, "Connect timeout error", ErrorKind.Other, IsTransient: true),
        new(138011, "Call limit during testing", ErrorKind.Other),
        new(138013, "Business-initiated calling is not available", ErrorKind.Other),
        new(138015, "Calling cannot be enabled: messaging limit", ErrorKind.Other),
        new(138018, "Calling cannot be enabled: prerequisites", ErrorKind.Other),
        new(138017, "Permanent call permission already exists", ErrorKind.Other),
        new(138019, "Call setup failed", ErrorKind.Other, IsTransient: true),
        new(138020, "Call relay connection failed", ErrorKind.Other, IsTransient: true),
        new(138021, "Call media receive time-out", ErrorKind.Other, IsTransient: true),
        new(138022, "Call media transmit time-out", ErrorKind.Other, IsTransient: true),
        new(138023, "Call accepted without media", ErrorKind.Other, IsTransient: true),
        new(138038, "Call action by a responder that is not the call primary", ErrorKind.Other),
        new(138024, "SIP not enabled", ErrorKind.Other),
        new(138025, "SIP server not configured", ErrorKind.Other),
    ];
}
