using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>
/// The settings of a command: from the same sources as those of the service. On its command line a setting is what has a colon in its name
/// (<c>--Inbox:Directory=/data</c>); the rest is the command's own.
/// </summary>
internal static class CommandSettings
{
    /// <summary>What is left without the settings.</summary>
    public static string[] OwnOf(string[] arguments) => Split(arguments).Own;

    /// <exception cref="InvalidDataException">A settings file cannot be read.</exception>
    public static IConfiguration Read(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = Split(arguments).Settings, ContentRootPath = AppContext.BaseDirectory });

        // Relative to what it is for the service, in whatever directory the command is given.
        builder.Configuration["Inbox:Directory"] = InboxLocation.Read(builder.Configuration, builder.Environment).Directory;
        return builder.Configuration;
    }

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
