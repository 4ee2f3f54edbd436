namespace WebhookReceiver.Commands.Output;

/// <summary>An answer for people: lines, fields and tables. Nothing in it moves the cursor, colours or reorders the text, whoever wrote it.</summary>
internal interface IOutput
{
    void Line(string text);

    void Fields(params IReadOnlyList<(string Name, object? Value)> fields);

    void Table(IReadOnlyList<string> titles, IReadOnlyList<object?[]> rows);
}
