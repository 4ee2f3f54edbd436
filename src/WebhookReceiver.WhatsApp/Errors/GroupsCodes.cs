namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of groups (<c>Specification/error-codes.md</c>, section 5.4).</summary>
internal static class GroupsCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(131020, "Bad group", ErrorKind.Other),
        new(131041, "Group unknown", ErrorKind.Other),
        new(131201, "Request partially succeeded", ErrorKind.Other),
        new(131202, "Duplicate participant", ErrorKind.Other),
        new(131203, "Recipient has not accepted the terms of service", ErrorKind.Other),
        new(131204, "Participant overlimit", ErrorKind.Other),
        new(131209, "Group picture aspect ratio not square", ErrorKind.Other),
        new(131210, "Group picture too small", ErrorKind.Other),
        new(131211, "Group create limit reached", ErrorKind.Other),
        new(131212, "Participant is not part of the group", ErrorKind.Other),
        new(131213, "Group join request does not exist", ErrorKind.Other),
        new(131215, "Number not eligible for Groups APIs", ErrorKind.Other),
    ];
}
