using Microsoft.Extensions.Configuration.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary>
/// Where secrets come from: a setting, the file that its <c>…File</c> variant names, or the terminal. Never the command line, which other users of the machine can read and shells remember.
/// </summary>
internal sealed class SecretSource(IConfiguration configuration, SecretMask mask, bool isDryRun)
{
    private const string FileSuffix = "File";

    /// <summary>The secret, asked for on the terminal if it is not configured. A dry run needs none.</summary>
    /// <exception cref="CommandFailedException">It is not configured and cannot be asked for, or it is unusable.</exception>
    public Secret Read(string key)
    {
        if (Find(key) is { } secret)
        {
            return secret;
        }

        if (isDryRun)
        {
            return Secret.Missing(key);
        }

        if (SecretPrompt.IsPossible && SecretPrompt.Ask(key) is { Length: > 0 } typed)
        {
            return mask.Keep(typed);
        }

        throw new CommandFailedException(
            $"{key} is not set. Set the environment variable {VariableOf(key)}, or {key}{FileSuffix} to the path of a file that contains it; on a terminal, the command asks for it.");
    }

    /// <returns>Null when it is not configured.</returns>
    /// <exception cref="CommandFailedException">It is an argument, or unusable.</exception>
    public Secret? Find(string key)
    {
        if ((configuration as IConfigurationRoot)?.Providers.OfType<CommandLineConfigurationProvider>().Any(arguments => arguments.TryGet(key, out _)) is true)
        {
            throw new CommandFailedException(
                $"{key} is not accepted as an argument, because others can read those. Set the environment variable {VariableOf(key)}, or {key}{FileSuffix} to the path of a file that contains it.");
        }

        var value = configuration[key] is { Length: > 0 } configured ? configured : ReadFile($"{key}{FileSuffix}");

        // An exception of the HTTP client about such a header would contain the value.
        return value is null || !value.Any(char.IsControl)
            ? value is null ? null : mask.Keep(value)
            : throw new CommandFailedException($"{key} contains a line end or another control character.");
    }

    private static string VariableOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private string? ReadFile(string key)
    {
        if (configuration[key] is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            var text = File.ReadAllText(FileOf(path)).Trim();
            return text.Length > 0 ? text : throw new CommandFailedException($"{key}: the file {path} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandFailedException($"{key}: {exception.Message}", exception);
        }
    }

    /// <summary>As with every path in the settings: relative to the settings file, and in Development to the current directory.</summary>
    private string FileOf(string path) =>
        Environments.Development.Equals(configuration[HostDefaults.EnvironmentKey], StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(path)
            : Path.GetFullPath(path, AppContext.BaseDirectory);
}
