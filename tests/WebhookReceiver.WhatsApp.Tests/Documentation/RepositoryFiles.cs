namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The files of the repository that people read: code and Markdown, without build output.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Made = ["bin", "obj", "data"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with <c>/</c> on every system.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md").Concat(Below("src")).Concat(Below("tests"))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(Made.Contains));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);

        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "WebhookReceiver.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
