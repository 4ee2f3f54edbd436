namespace WebhookReceiver.WhatsApp.Errors;

/// <summary>Codes of the On-Premises API for templates, products and flows, the 2000s (<c>Specification/error-codes.md</c>, section 6.3).</summary>
internal static class OnPremisesTemplatesCodes
{
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new(2000, "Template parameter count mismatch", ErrorKind.Other),
        new(2001, "Template missing", ErrorKind.Other),
        new(2002, "Translation could not be fetched", ErrorKind.Other),
        new(2003, "Translation missing", ErrorKind.Other),
        new(2004, "Template parameter too long", ErrorKind.Other),
        new(2005, "Template hydrated text too long", ErrorKind.Other),
        new(2006, "Template whitespace policy violated", ErrorKind.Other),
        new(2007, "Template format character policy violated", ErrorKind.Other),
        new(2008, "Template media format unsupported", ErrorKind.Other),
        new(2009, "Template component missing", ErrorKind.Other),
        new(2010, "Invalid URL in button", ErrorKind.Other),
        new(2011, "Invalid phone number in button", ErrorKind.Other),
        new(2012, "Template parameter format mismatch", ErrorKind.Other),
        new(2013, "Buttons unsupported by receiver", ErrorKind.Other),
        new(2014, "Template namespace empty", ErrorKind.Other),
        new(2015, "Invalid number of sections", ErrorKind.Other),
        new(2016, "Invalid number of rows", ErrorKind.Other),
        new(2017, "Character policy violated", ErrorKind.Other),
        new(2023, "Product list not valid", ErrorKind.Other),
        new(2024, "Product list not valid", ErrorKind.Other),
        new(2025, "Product list not valid", ErrorKind.Other),
        new(2026, "Product list not valid", ErrorKind.Other),
        new(2027, "Product list not valid", ErrorKind.Other),
        new(2028, "Product list not valid", ErrorKind.Other),
        new(2029, "Product list not valid", ErrorKind.Other),
        new(2030, "Product list not valid", ErrorKind.Other),
        new(2036, "Invalid header structure", ErrorKind.Other),
        new(2050, "Missing compliance info", ErrorKind.Other),
        new(2060, "Template rejected", ErrorKind.Other),
        new(2061, "Template paused", ErrorKind.Other),
        new(2062, "Template disabled", ErrorKind.Other),
        new(2064, "Invalid flow ID", ErrorKind.Other),
        new(2065, "Invalid flow message version", ErrorKind.Other),
        new(2066, "Invalid flow mode", ErrorKind.Other),
        new(2067, "Flow draft mode not allowed", ErrorKind.Other),
        new(2068, "Flow is blocked", ErrorKind.Other),
        new(2069, "Flow is throttled", ErrorKind.Throttling),
    ];
}
