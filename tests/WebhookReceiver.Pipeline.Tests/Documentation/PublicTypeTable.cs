using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Documentation;

/// <summary>All public types of the pipeline, by folder, from the types themselves and their documentation comments.</summary>
internal static partial class PublicTypeTable
{
    private const string Project = "src/WebhookReceiver.Pipeline/";

    public static string Write()
    {
        var assembly = typeof(WhatsAppContext).Assembly;
        var summaries = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(static member => (string)member.Attribute("name")!, static member => member.Element("summary"), StringComparer.Ordinal);
        var folders = Folders();
        var table = new StringBuilder("| Folder | Type | What it is |\n|---|---|---|\n");

        var types = assembly.GetExportedTypes()
            .Where(static type => !type.IsNested)
            .OrderBy(type => FolderOf(type, folders), StringComparer.Ordinal)
            .ThenBy(static type => type.Name, StringComparer.Ordinal);

        foreach (var type in types)
        {
            var summary = summaries.GetValueOrDefault($"T:{type.FullName}");
            Assert.True(summary is not null, $"{type.Name} has no summary.");
            table.Append(CultureInfo.InvariantCulture, $"| {FolderOf(type, folders)} | {NameOf(type)} | {SummarySentence.Of(summary)} |\n");
        }

        return table.ToString();
    }

    private static string FolderOf(Type type, Dictionary<string, string> folders) =>
        folders.TryGetValue(type.Name.Split('`')[0], out var folder) ? folder : throw new InvalidOperationException($"No file declares {type.Name}.");

    /// <summary>As it is written in C#; a class of extension methods with what it adds.</summary>
    private static string NameOf(Type type)
    {
        var arguments = string.Join(", ", type.GetGenericArguments().Select(static argument => argument.Name));
        var name = type.IsGenericType ? $"{type.Name.Split('`')[0]}<{arguments}>" : type.Name;
        var extensions = type.GetMethods()
            .Where(static method => method.IsDefined(typeof(ExtensionAttribute), inherit: false))
            .Select(static method => $"`{method.Name}()`")
            .Distinct()
            .ToList();

        return extensions.Count is 0 ? $"`{name}`" : $"{string.Join(", ", extensions)} of `{name}`";
    }

    private static Dictionary<string, string> Folders() =>
        RepositoryFiles.Paths
            .Where(static path => path.StartsWith(Project, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(static path => Declared().Matches(RepositoryFiles.Read(path)).Select(match => (Name: match.Groups["name"].Value, Folder: Folder(path))))
            .DistinctBy(static declared => declared.Name)
            .ToDictionary(static declared => declared.Name, static declared => declared.Folder, StringComparer.Ordinal);

    private static string Folder(string path) => path[Project.Length..].Split('/') is [var folder, _, ..] ? $"`{folder}`" : "–";

    [GeneratedRegex(@"^public [\w ]*\b(class|record|struct|interface|enum|Task) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declared();
}
