namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of registration, migration and onboarding (<c>Specification/error-codes.md</c>, section 5.3).</summary>
internal static class RegistrationCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(133000, "Incomplete deregistration", ErrorKind.Other, IsTransient: true),
        new(133001, "Decryption error", ErrorKind.Other),
        new(133002, "Backup blob decryption error", ErrorKind.Other),
        new(133003, "Recovery token decryption error", ErrorKind.Other),
        new(133004, "Server temporarily unavailable", ErrorKind.Other, IsTransient: true),
        new(133005, "Two-step verification PIN mismatch", ErrorKind.Other),
        new(133006, "Phone number re-verification needed", ErrorKind.Other),
        new(133010, "Phone number not registered", ErrorKind.Other),
        new(133015, "Please wait a few minutes before attempting to register", ErrorKind.Other),
        new(2388001, "Ownership of the number not confirmed", ErrorKind.Other),
        new(2388012, "Number already in your list", ErrorKind.Other),
        new(2388091, "Not eligible for a registration code", ErrorKind.Other),
        new(2388093, "Not eligible for a registration code", ErrorKind.Other),
        new(2388103, "Migration not possible", ErrorKind.Other),
        new(2494100, "Account in maintenance mode", ErrorKind.Other, IsTransient: true),
        new(2494164, "In-app sign-up error", ErrorKind.Other),
        new(2494165, "In-app sign-up error", ErrorKind.Other),
        new(2494166, "In-app sign-up error", ErrorKind.Other),
        new(2494167, "In-app sign-up error", ErrorKind.Other),
        new(2494168, "In-app sign-up error", ErrorKind.Other),
        new(2494176, "In-app sign-up error", ErrorKind.Other),
        new(2494177, "In-app sign-up error", ErrorKind.Other),
        new(2494179, "In-app sign-up error", ErrorKind.Other),
        new(2593079, "Already marked for migration", ErrorKind.Other),
        new(2593085, "Not eligible for migration", ErrorKind.Other),
        new(2593107, "Synchronization request limit exceeded", ErrorKind.Other),
        new(2593108, "Synchronization request outside the time window", ErrorKind.Other),
        new(2593109, "History sharing declined by the business", ErrorKind.Other),
    ];
}
