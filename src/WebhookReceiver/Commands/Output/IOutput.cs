namespace WebhookReceiver.Commands.Output;

/// <summary>An answer for people: lines, fields and tables. No text in it can move the cursor, change colours or reorder other text, whoever wrote it.</summary>
internal interface IOutput
{
    void Line(string text);

    void Fields(params IReadOnlyList<(string Name, object? Value)> fields);

    void Table(IReadOnlyList<string> titles, IReadOnlyList<object?[]> rows);
}
