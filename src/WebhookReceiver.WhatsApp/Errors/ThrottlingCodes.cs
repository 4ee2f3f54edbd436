namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes for exceeded rate limits (<c>Specification/error-codes.md</c>, section 3).</summary>
internal static class ThrottlingCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(4, "Too many calls by the app", ErrorKind.Throttling, IsTransient: true),
        new(17, "User request limit reached", ErrorKind.Throttling, IsTransient: true),
        new(341, "Application limit reached", ErrorKind.Throttling, IsTransient: true),
        new(613, "Call permission lookups limit reached", ErrorKind.Throttling, IsTransient: true),
        new(80007, "Rate limit issues", ErrorKind.Throttling, IsTransient: true),
        new(130429, "Rate limit hit", ErrorKind.Throttling, IsTransient: true),
        new(131048, "Spam rate limit hit", ErrorKind.Throttling),
        new(131056, "Pair rate limit hit", ErrorKind.Throttling, IsTransient: true),
        new(131064, "Messaging limit reached due to template classification violations", ErrorKind.Throttling),
        new(131208, "Group rate limit hit", ErrorKind.Throttling, IsTransient: true),
        new(132069, "Flow is throttled", ErrorKind.Throttling),
        new(133008, "Too many two-step verification PIN guesses", ErrorKind.Throttling),
        new(133009, "Two-step verification PIN guessed too fast", ErrorKind.Throttling),
        new(133016, "Account register/deregister rate limit exceeded", ErrorKind.Throttling),
        new(138002, "Concurrent calls limit", ErrorKind.Throttling, IsTransient: true),
        new(138005, "Call rate limit exceeded", ErrorKind.Throttling, IsTransient: true),
        new(138009, "Call permission request limit hit", ErrorKind.Throttling),
        new(138012, "Business-initiated calls limit hit", ErrorKind.Throttling),
    ];
}
