namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of flows, the block list, usernames and conversation routing (<c>Specification/error-codes.md</c>, section 5.6).</summary>
internal static class FlowsCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(139001, "Flow cannot be updated", ErrorKind.Other),
        new(139002, "Flow cannot be published", ErrorKind.Other),
        new(139003, "Flow cannot be deprecated", ErrorKind.Other),
        new(139004, "Flow cannot be deleted", ErrorKind.Other),
        new(139006, "Flow metrics threshold not reached", ErrorKind.Other),
        new(139100, "Failed to block/unblock some users", ErrorKind.Other),
        new(139101, "Blocklist limit reached", ErrorKind.Other),
        new(139102, "Blocklist concurrent update", ErrorKind.Other, IsTransient: true),
        new(139103, "Internal block list error", ErrorKind.Other, IsTransient: true),
        new(141002, "Template not approved", ErrorKind.Other),
        new(147001, "Business username error", ErrorKind.Other),
        new(147002, "Business username error", ErrorKind.Other),
        new(147003, "Business username error", ErrorKind.Other),
        new(147004, "Business username error", ErrorKind.Other),
        new(147005, "Business username error", ErrorKind.Other),
        new(2494191, "Thread taken by a caller that is not the escalation partner", ErrorKind.Other),
    ];
}
