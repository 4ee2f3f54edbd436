using System.CommandLine;

namespace WebhookReceiver.Commands;

/// <summary>
/// The commands for operators: <c>dead-letters</c> and <c>inbox</c>. They use the settings <c>Inbox:*</c> and <c>Operations:*</c> and no other, so they work without
/// the secrets of the service.
/// </summary>
internal static class OperatorCommands
{
    private const string DeadLetters = "dead-letters";
    private const string Inbox = "inbox";

    public static bool AreMeant(string[] arguments) => arguments is [DeadLetters or Inbox, ..];

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var (own, configuration) = CommandSettings.Read(arguments);
            var json = new Option<bool>("--json") { Description = "Answer in JSON.", Recursive = true };
            var root = new RootCommand("WhatsApp webhook receiver. Settings may be given as --Inbox:Directory=... and --Operations:Url=....")
            {
                new DeadLetterCommands(configuration, json).Build(DeadLetters),
                new InboxCommands(configuration, json).Build(Inbox),
                json,
            };
            var parsed = root.Parse(own);
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCode.NotDone : exitCode;
        }
        catch (Exception exception) when (exception is CommandFailedException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.NotDone;
        }
    }
}
