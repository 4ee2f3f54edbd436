namespace WebhookReceiver.Commands;

/// <summary>
/// The settings of a command: from the same sources as those of the service. On its command line a setting is what has a colon in its name
/// (<c>--Inbox:Directory=/data</c>); the rest is the command's own.
/// </summary>
internal sealed record CommandSettings(string[] Arguments, IConfiguration Configuration)
{
    public static CommandSettings Read(string[] arguments)
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

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [.. settings], ContentRootPath = AppContext.BaseDirectory });
        return new CommandSettings([.. own], builder.Configuration);
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Split('=')[0].Contains(':', StringComparison.Ordinal);
}
