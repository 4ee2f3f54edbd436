using System.Text;
using System.Xml.Linq;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>All event types, one row each, generated from the types themselves and their documentation comments.</summary>
internal static class VocabularyTable
{
    public static string Write()
    {
        var assembly = typeof(WhatsAppEvent).Assembly;
        var summaries = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary"), StringComparer.Ordinal);

        var table = new StringBuilder("| Type | In the event log | What it is |\n|---|---|---|\n");

        var rows =
            from type in assembly.GetExportedTypes()
            where type.IsAssignableTo(typeof(WhatsAppEvent)) && !type.IsAbstract
            orderby GroupOf(type), type.Name
            select $"| `{type.Name}` | {LoggedTypes.Of(type)} | {SentenceOf(type, summaries.GetValueOrDefault($"T:{type.FullName}"))} |\n";

        return rows.Aggregate(table, (text, row) => text.Append(row)).ToString();
    }

    /// <summary>Messages first, then everything else in the field <c>messages</c>, then the other fields.</summary>
    private static int GroupOf(Type type) => type.IsAssignableTo(typeof(InboundMessage)) ? 0 : type.IsAssignableTo(typeof(FieldEvent)) ? 2 : 1;

    private static string SentenceOf(Type type, XElement? summary)
    {
        Assert.True(summary is not null, $"{type.Name} has no summary.");
        return SummarySentence.Of(summary);
    }
}
