using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace WebhookReceiver;

/// <summary>
/// Secrets in files of their own, as containers and Kubernetes mount them: <c>AppSecretFile</c> names the file that contains <c>AppSecret</c>. Space at both ends does not count, because
/// editors and <c>echo</c> end a file with a line end.
/// </summary>
/// <param name="environment">Decides what relative paths are relative to.</param>
internal sealed class SecretFiles(IHostEnvironment? environment)
{
    /// <summary>What the name of a setting ends with that names a file.</summary>
    public const string Suffix = "File";

    /// <summary>Larger than any secret, and small enough to read a wrong file without harm.</summary>
    private const int LargestFile = 64 * 1024;

    /// <summary>Whether this is the name of a setting that names a file with the value of one of <paramref name="settings"/>.</summary>
    public static bool IsNameOfFile(string name, IEnumerable<PropertyInfo> settings) =>
        name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && SecretOf(name, settings) is not null;

    /// <summary>The paths of all files that a section names.</summary>
    public IEnumerable<string> PathsIn(IConfigurationSection section, Type options) => In(section, options).Where(static file => file.HasPath).Select(PathOf);

    /// <summary>The values in all files that a section names, under the keys of the secrets. What cannot be read is left out.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ValuesIn(IConfigurationSection section, Type options) =>
        from file in In(section, options)
        let content = Read(file).Content
        where content is not null
        from value in ValuesOf(file, content)
        select value;

    /// <returns>A line for each file that cannot be used, with its key and without its content.</returns>
    public IEnumerable<string> ProblemsIn(IConfigurationSection section, Type options) => In(section, options).Select(file => Read(file).Problem).OfType<string>();

    private static IEnumerable<SecretFile> In(IConfigurationSection section, Type options)
    {
        var settings = options.GetProperties();

        foreach (var key in section.GetChildren())
        {
            if (IsNameOfFile(key.Key, settings))
            {
                yield return new SecretFile(key, section.GetSection(key.Key[..^Suffix.Length]), WrongShapes.IsList(SecretOf(key.Key, settings)!.PropertyType));
            }
            else if (Array.Find(settings, setting => setting.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase)) is { } group && OptionsNames.NamedIn(group.PropertyType) is { } named)
            {
                foreach (var file in key.GetChildren().SelectMany(one => In(one, named)))
                {
                    yield return file;
                }
            }
        }
    }

    private static PropertyInfo? SecretOf(string name, IEnumerable<PropertyInfo> settings) => settings.FirstOrDefault(setting =>
        setting.Name.AsSpan().Equals(name.AsSpan(0, name.Length - Suffix.Length), StringComparison.OrdinalIgnoreCase) && setting.IsDefined(typeof(SecretAttribute)));

    private static IEnumerable<KeyValuePair<string, string?>> ValuesOf(SecretFile file, string content) => file.IsList
        ? content.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((value, index) => KeyValuePair.Create($"{file.Secret.Path}:{index}", (string?)value))
        : [KeyValuePair.Create(file.Secret.Path, (string?)content)];

    private string PathOf(SecretFile file) => SettingsPaths.Resolve(file.Key.Value!, environment);

    /// <returns>What the file contains, or why it cannot be used.</returns>
    private (string? Content, string? Problem) Read(SecretFile file)
    {
        if (!file.HasPath)
        {
            return (null, $"{file.Key.Path} must be the path of one file.");
        }

        if (file.Secret.Value is { Length: > 0 } || file.Secret.GetChildren().Any())
        {
            return (null, $"{file.Key.Path} and {file.Secret.Path} are both set; keep one of the two.");
        }

        var path = PathOf(file);

        try
        {
            using var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LargestFile + 1];
            var length = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var content = Encoding.UTF8.GetString(bytes, 0, length).Trim();

            return length > LargestFile ? (null, $"{file.Key.Path}: {path} is larger than {LargestFile} bytes; it must contain only the secret.")
                : content.Length is 0 ? (null, $"{file.Key.Path}: {path} is empty.")
                : (content, null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"{file.Key.Path}: there is no file {path}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file.Key.Path}: {path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>A setting that names a file.</summary>
    /// <param name="Key">The setting.</param>
    /// <param name="Secret">The setting whose value is in the file.</param>
    /// <param name="IsList">Whether that one has several values.</param>
    private sealed record SecretFile(IConfigurationSection Key, IConfigurationSection Secret, bool IsList)
    {
        public bool HasPath => !string.IsNullOrWhiteSpace(Key.Value) && !Key.GetChildren().Any();
    }
}
