using System.CommandLine;
using WebhookReceiver.Operations;

namespace WebhookReceiver.Commands;

/// <summary>
/// What the program does instead of starting the service: <c>health</c>, <c>dead-letters</c>, <c>inbox</c>, <c>--help</c>, <c>--version</c>; and the answer to what it does
/// not understand. The commands use the settings <c>Inbox:*</c> and <c>Operations:*</c> and no other, so they work without the secrets of the service.
/// </summary>
internal static class CommandLine
{
    private static readonly string[] Help = ["--help", "-h", "-?", "/?", "--version"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        // A word that people try first.
        arguments = arguments is ["help", .. var rest] ? [.. rest, "--help"] : arguments;

        try
        {
            var own = CommandSettings.OwnOf(arguments);
            var understood = Root(new ConfigurationBuilder().Build()).Parse(own);

            // Without the settings, which may be what is broken.
            var parsed = understood.Errors.Count > 0 || own.Intersect(Help, StringComparer.Ordinal).Any()
                ? understood
                : Root(CommandSettings.Read(arguments)).Parse(own);
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCode.NotDone : exitCode;
        }
        catch (Exception exception) when (exception is CommandFailedException or IOException or UnauthorizedAccessException or OperationCanceledException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.NotDone;
        }
    }

    private static RootCommand Root(IConfiguration configuration)
    {
        var json = new Option<bool>("--json") { Description = "Answer in JSON.", Recursive = true };

        return new RootCommand(
            """
            WhatsApp webhook receiver. Without a command it starts the service; any setting may be given, as in --Urls=http://localhost:8080 or --Inbox:Directory=/data.
            Examples: WebhookReceiver --Urls=http://0.0.0.0:8080
                      WebhookReceiver health ready
                      WebhookReceiver dead-letters list --handler orders
                      WebhookReceiver inbox status --Inbox:Directory=/data
            """)
        {
            HealthCommand.Build(),
            new DeadLetterCommands(configuration, json).Build("dead-letters"),
            new InboxCommands(configuration, json).Build("inbox"),
            new Option<string>("--urls") { Description = "Where the service listens for notifications." },
            new Option<bool>(StartArguments.AcceptLoss) { Description = "Start although a file of the inbox is missing: what stood in it is lost." },
            json,
        };
    }
}
