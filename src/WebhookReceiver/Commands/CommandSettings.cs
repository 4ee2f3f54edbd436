using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>
/// The settings of a command, from the same sources as the service's. On a command's own command line, an argument with a colon in its name
/// (<c>--Inbox:Directory=/data</c>) is a setting; the others belong to the command.
/// </summary>
internal static class CommandSettings
{
    private const string ApiKeyFile = "Operations:ApiKeyFile";

    /// <summary>The stores that are not part of the pipeline, as the service adds them.</summary>
    public static void AddStores(IServiceCollection services) => services.AddPostgresInbox();

    /// <summary>The arguments that are not settings.</summary>
    public static string[] OwnOf(string[] arguments) => Split(arguments).Own;

    /// <exception cref="InvalidDataException">A settings file cannot be read.</exception>
    public static IConfiguration Read(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = Split(arguments).Settings, ContentRootPath = AppContext.BaseDirectory });

        // Relative to the same directory as for the service, wherever the command is run.
        builder.Configuration["Inbox:Directory"] = InboxLocation.Read(builder.Configuration, builder.Environment, AddStores).Directory;

        if (builder.Configuration[ApiKeyFile] is { Length: > 0 } file)
        {
            builder.Configuration[ApiKeyFile] = Resolve(builder.Configuration, file);
        }

        return builder.Configuration;
    }

    /// <summary>A path in the settings as the service finds it: relative to the settings file, and in Development to the current directory.</summary>
    public static string Resolve(IConfiguration configuration, string path) => Path.GetFullPath(
        path, Environments.Development.Equals(configuration[HostDefaults.EnvironmentKey], StringComparison.OrdinalIgnoreCase) ? Environment.CurrentDirectory : AppContext.BaseDirectory);

    private static (string[] Own, string[] Settings) Split(string[] arguments)
    {
        var own = new List<string>();
        var settings = new List<string>();

        for (var index = 0; index < arguments.Length; index++)
        {
            if (!IsSetting(arguments[index]))
            {
                own.Add(arguments[index]);
                continue;
            }

            settings.Add(arguments[index]);

            if (!arguments[index].Contains('=', StringComparison.Ordinal) && index + 1 < arguments.Length)
            {
                settings.Add(arguments[++index]);
            }
        }

        return ([.. own], [.. settings]);
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Split('=')[0].Contains(':', StringComparison.Ordinal);
}
