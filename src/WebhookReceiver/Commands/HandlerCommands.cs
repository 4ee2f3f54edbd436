using System.CommandLine;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary><c>handlers list|pause|resume</c>.</summary>
internal sealed class HandlerCommands(Func<IConfiguration> settings, CommandOutput output)
{
    public Command Build(string name) => new(name, "The handlers, and whether they are paused. Example: handlers list")
    {
        List(),
        Change("pause", "Keep the events of a handler waiting, also after a restart. Example: handlers pause orders", static (inbox, handler, token) => inbox.PauseHandlerAsync(handler, token)),
        Change("resume", "Call a handler again for the events that have waited. Example: handlers resume orders", static (inbox, handler, token) => inbox.ResumeHandlerAsync(handler, token)),
    };

    private Task<IInboxAccess> OpenAsync(ParseResult parsed, bool isReadOnly) =>
        output.WhileAsync(parsed, "Opening the inbox", () => InboxAccess.OpenAsync(settings(), isReadOnly));

    private Command List()
    {
        var command = new Command("list", "List the handlers; of a stopped service, those that are paused. Example: handlers list");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: true);
            var handlers = await inbox.ListHandlersAsync(cancellationToken);

            output.Write(parsed, handlers, OperatorJson.Indented.HandlerList, Write);
            return handlers.Handlers.Count > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Change(string verb, string description, Func<IInboxAccess, string, CancellationToken, Task<HandlerReport?>> change)
    {
        var name = new Argument<string>("name") { Description = "The name of a handler." };
        var command = new Command(verb, description) { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: false);

            if (await change(inbox, parsed.GetValue(name)!, cancellationToken) is not { } handler)
            {
                await Console.Error.WriteLineAsync("There is no handler with that name.");
                return ExitCode.NothingOrDamage;
            }

            output.Write(parsed, handler, OperatorJson.Indented.HandlerReport, static (people, answer) => people.Line($"{answer.Name} is {answer.State}."));
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(IOutput people, HandlerList list)
    {
        if (list.Handlers.Count is 0)
        {
            people.Line("No handlers are paused.");
            return;
        }

        people.Table(
            ["NAME", "STATE", "PAUSED AT", "BY", "IN PROGRESS", "WAITING", "HANDLED", "FAILED", "TIMED OUT", "RETRIED", "DEAD LETTERS"],
            [.. list.Handlers.Select(static handler => new object?[]
            {
                handler.Name,
                handler.State,
                handler.PausedAt,
                handler.PausedBy,
                handler.InProgress,
                handler.Waiting,
                handler.Handled,
                handler.Failed,
                handler.TimedOut,
                handler.Retried,
                handler.DeadLettered,
            })]);
    }
}
