namespace WebhookReceiver.Dispatch;

/// <summary>
/// Reads the texts of a handler's exception. Its members are the user's code: one that throws must not keep the exception from being recorded, and one that returns a very long
/// text must not fill the disk.
/// </summary>
internal static class ExceptionText
{
    private const int MostCharacters = 8 * 1024;

    public static string? TypeOf(Exception exception) => exception.GetType().FullName;

    public static string MessageOf(Exception exception) => Read(static exception => exception.Message, exception) ?? "(without text)";

    public static string? StackOf(Exception exception) => Read(static exception => exception.StackTrace, exception);

    private static string? Read(Func<Exception, string?> member, Exception exception)
    {
        try
        {
            return member(exception) is { Length: > MostCharacters } text ? string.Concat(text.AsSpan(0, MostCharacters), "…") : member(exception);
        }
        catch (Exception problem)
        {
            return $"(it could not be read: {problem.GetType().FullName})";
        }
    }
}
