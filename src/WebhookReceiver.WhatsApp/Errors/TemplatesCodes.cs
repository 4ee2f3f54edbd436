namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of templates and the Marketing Messages API (<c>Specification/error-codes.md</c>, section 5.2).</summary>
internal static class TemplatesCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(132000, "Template param count mismatch", ErrorKind.Other),
        new(132001, "Template does not exist", ErrorKind.Other),
        new(132005, "Template hydrated text too long", ErrorKind.Other),
        new(132007, "Template format character policy violated", ErrorKind.Other),
        new(132008, "Template param value invalid", ErrorKind.Other),
        new(132012, "Template parameter format mismatch", ErrorKind.Other),
        new(132015, "Template is paused", ErrorKind.Other),
        new(132016, "Template is disabled", ErrorKind.Other),
        new(132018, "Template validation error", ErrorKind.Other),
        new(132068, "Flow is blocked", ErrorKind.Other),
        new(134100, "Only marketing messages supported", ErrorKind.Other),
        new(134101, "Your template is still syncing", ErrorKind.Other),
        new(134102, "Template unavailable for use", ErrorKind.Other),
        new(134103, "Marketing Messages API error", ErrorKind.Other),
        new(1752041, "Duplicate request", ErrorKind.Other),
        new(2388019, "Message template limit exceeded", ErrorKind.Other),
        new(2388039, "Message template status can't be changed", ErrorKind.Other),
        new(2388040, "Character limit exceeded", ErrorKind.Other),
        new(2388047, "Header format is incorrect", ErrorKind.Other),
        new(2388072, "Body format is incorrect", ErrorKind.Other),
        new(2388073, "Footer format is incorrect", ErrorKind.Other),
        new(2388293, "Parameters words ratio exceeds limit", ErrorKind.Other),
        new(2388299, "Leading or trailing parameters not allowed", ErrorKind.Other),
        new(200005, "Template insights unavailable", ErrorKind.Other),
        new(200006, "Template insights cannot be disabled", ErrorKind.Other),
        new(200007, "Template insights not enabled", ErrorKind.Other),
    ];
}
