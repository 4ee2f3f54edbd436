using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An error as Meta tells it, in any of its places and shapes (<c>Specification/messages.md</c>, section 10). Decide by <see cref="Code"/>
/// and <see cref="Details"/>, never by <see cref="Title"/>, whose wording changes.
/// </summary>
public sealed record WhatsAppError
{
    /// <summary>The number of the error (Meta's "Error codes"); 0 is a real one, null means that none was sent.</summary>
    public long? Code { get; init; }

    /// <summary>A short name.</summary>
    public string? Title { get; init; }

    /// <summary>The same as the title, as a rule; older versions send no other (<c>Specification/legacy.md</c>, section 7).</summary>
    public string? Message { get; init; }

    /// <summary>The cause: the useful text.</summary>
    public string? Details { get; init; }

    /// <summary>A page of Meta's documentation; may be relative.</summary>
    public string? Href { get; init; }

    /// <summary>What sort of trouble it is, by its number; <see cref="ErrorKind.Unknown"/> where the number is missing or new.</summary>
    public ErrorKind Kind => Known?.Kind ?? ErrorKind.Unknown;

    /// <summary>
    /// Whether backing off and repeating what failed can help, by its number. False where the number is missing or new: to repeat blindly is what
    /// gets numbers throttled. <see cref="ErrorCodes.Find"/> tells a new number from a known one.
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
