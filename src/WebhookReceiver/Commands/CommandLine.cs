using System.CommandLine;
using System.CommandLine.Completions;
using WebhookReceiver.Commands.Addresses;
using WebhookReceiver.Commands.Completion;
using WebhookReceiver.Commands.Events;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Commands.Register;
using WebhookReceiver.Operations;

namespace WebhookReceiver.Commands;

/// <summary>
/// What the program does instead of starting the service: <c>health</c>, <c>dead-letters</c>, <c>events</c>, <c>handlers</c>, <c>audit</c>, <c>inbox</c>, <c>addresses</c>, <c>register</c>, <c>completion</c>, <c>--help</c>, <c>--version</c>; and its answer
/// to arguments it does not understand. The commands for the inbox use only the settings <c>Inbox:*</c> and <c>Operations:*</c>, so they work without the service's secrets.
/// </summary>
internal static class CommandLine
{
    private const string Register = "register";

    /// <summary>A word like <c>@mira</c> is a username, not a response file with more arguments.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] arguments)
    {
        // People often try this word first.
        arguments = arguments is ["help", .. var rest] ? [.. rest, "--help"] : arguments;

        // The line that a shell asks about arrives as one argument, and may begin with a setting.
        var own = arguments is [['[', ..], ..] ? arguments : CommandSettings.OwnOf(arguments);

        // Errors repeat what was typed, what files contain and what a service answered.
        await using var errors = new PrintableWriter(Console.Error);

        try
        {
            // The settings may be what is broken, so only commands that need them read them.
            var parsed = Root(() => CommandSettings.Read(arguments)).Parse(own, Parsing);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = errors };

            if (parsed.Errors.Count is 0)
            {
                return await parsed.InvokeAsync(configuration);
            }

            // That includes the help: a program reading the output must not find any.
            configuration.Error = TypedSecrets.HiddenFrom(errors, parsed, Register);
            configuration.Output = configuration.Error;
            await parsed.InvokeAsync(configuration);
            return ExitCode.NotDone;
        }
        catch (Exception exception) when (exception is CommandFailedException or IOException or UnauthorizedAccessException or OperationCanceledException or InvalidDataException)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCode.NotDone;
        }
    }

    private static RootCommand Root(Func<IConfiguration> settings)
    {
        var json = new Option<bool>("--json") { Description = "Print the answer as JSON.", Recursive = true };
        var output = new CommandOutput(json);

        var root = new RootCommand(
            """
            WhatsApp webhook receiver. Without a command it starts the service; any setting may be given, as in --Urls=http://localhost:8080 or --Inbox:Directory=/data.
            Examples: WebhookReceiver --Urls=http://0.0.0.0:8080
                      WebhookReceiver health ready
                      WebhookReceiver events find wamid.HBgL…
                      WebhookReceiver dead-letters list --handler orders
                      WebhookReceiver inbox status --Inbox:Directory=/data
                      WebhookReceiver register show
            """)
        {
            HealthCommand.Build(),
            new DeadLetterCommands(settings, output).Build("dead-letters"),
            new EventCommands(settings, output).Build("events"),
            new HandlerCommands(settings, output).Build("handlers"),
            new AuditCommands(settings, output).Build("audit"),
            new InboxCommands(settings, output).Build("inbox"),
            new AddressCommands(settings, output).Build("addresses"),
            RegisterCommands.Build(Register, settings, output),
            CompletionCommand.Build(),
            new Option<string>("--urls") { Description = "Where the service listens for notifications." },
            new Option<bool>(StartArguments.AcceptLoss) { Description = "Start although a file of the inbox is missing; its contents are lost." },
            json,
        };

        foreach (var suggest in root.Directives.OfType<SuggestDirective>())
        {
            suggest.Action = new SuggestAction(suggest);
        }

        return root;
    }
}
