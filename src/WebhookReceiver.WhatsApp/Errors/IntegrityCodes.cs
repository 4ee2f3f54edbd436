namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes for an account, number or feature that Meta has restricted or blocked (<c>Specification/error-codes.md</c>, section 4).</summary>
internal static class IntegrityCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(368, "Temporarily blocked for policies violations", ErrorKind.Integrity),
        new(130497, "Business account is restricted from messaging users in this country", ErrorKind.Integrity),
        new(131031, "Account has been locked", ErrorKind.Integrity),
        new(131207, "Group suspended", ErrorKind.Integrity),
        new(131214, "Group creation is temporarily disabled", ErrorKind.Integrity),
        new(133007, "Account blocked", ErrorKind.Integrity),
        new(138014, "Calling is temporarily disabled", ErrorKind.Integrity),
        new(139000, "Flows blocked by integrity", ErrorKind.Integrity),
    ];
}
