using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An error as Meta reports it, in any of its places and shapes (<c>Specification/messages.md</c>, section 10). Decide by <see cref="Code"/>
/// and <see cref="Details"/>, never by <see cref="Title"/>, whose wording changes.
/// </summary>
public sealed record WhatsAppError
{
    /// <summary>The number of the error (Meta's "Error codes"). 0 is a real code; null means that none was sent.</summary>
    public long? Code { get; init; }

    /// <summary>A short name.</summary>
    public string? Title { get; init; }

    /// <summary>Usually the same as the title; older versions send no other text (<c>Specification/legacy.md</c>, section 7).</summary>
    public string? Message { get; init; }

    /// <summary>The cause of the error, and the most useful of its texts.</summary>
    public string? Details { get; init; }

    /// <summary>A page of Meta's documentation; may be relative.</summary>
    public string? Href { get; init; }

    /// <summary>The kind of problem, derived from the number; <see cref="ErrorKind.Unknown"/> when the number is missing or new.</summary>
    public ErrorKind Kind => Known?.Kind ?? ErrorKind.Unknown;

    /// <summary>
    /// Whether backing off and retrying can help, derived from the number. False when the number is missing or new: blind retries are what
    /// gets numbers throttled. <see cref="ErrorCodes.Find"/> distinguishes a new number from a known one.
    /// </summary>
    public bool IsTransient => Known?.IsTransient ?? false;

    private ErrorCode? Known => Code is { } code ? ErrorCodes.Find(code) : null;

    internal static IReadOnlyList<WhatsAppError> ReadList(WireValue errors) => errors.Items.Read(Read);

    internal static WhatsAppError? Read(WireValue error) => !error.IsObject ? null : new()
    {
        Code = error["code"u8].Integer,
        Title = error["title"u8].Text,
        Message = error["message"u8].Text ?? error["title"u8].Text,
        Details = ReadDetails(error),
        Href = error["href"u8].Name,
    };

    /// <summary>Nested, flat as in older versions, or the whole of <c>error_data</c>.</summary>
    private static string? ReadDetails(WireValue error) =>
        error["error_data"u8]["details"u8].Text ?? error["error_data"u8].Text ?? error["details"u8].Text;
}
