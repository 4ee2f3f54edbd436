using System.CommandLine;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary><c>audit list</c>.</summary>
internal sealed class AuditCommands(Func<IConfiguration> settings, CommandOutput output)
{
    public Command Build(string name) => new(name, "What operators have done. Example: audit list") { List() };

    private Command List()
    {
        var action = new Option<string?>("--action") { Description = "Only this, such as dead_letter.replayed." };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Done at this time or later." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Done before this time." };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = static _ => 100 };
        var command = new Command("list", "List what operators have done, the newest first. Example: audit list --action handler.paused") { action, since, until, limit };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--limit must be between 1 and 1000.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await output.WhileAsync(parsed, "Opening the inbox", () => InboxAccess.OpenAsync(settings(), isReadOnly: true));
            var filter = new AuditFilter { Action = parsed.GetValue(action), Since = parsed.GetValue(since), Until = parsed.GetValue(until) };
            var page = await inbox.ListAuditAsync(filter, parsed.GetValue(limit), cancellationToken);

            output.Write(parsed, page, OperatorJson.Indented.AuditPage, Write);
            return page.Entries.Count > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private static void Write(IOutput people, AuditPage page)
    {
        if (page.Entries.Count is 0)
        {
            people.Line("Nothing was done.");
            return;
        }

        people.Table(
            ["AT", "ACTION", "TARGET", "COUNT", "DETAIL", "BY", "FROM"],
            [.. page.Entries.Select(static entry => new object?[] { entry.At, entry.Action, entry.Target, entry.Count, entry.Detail, entry.By, entry.From })]);
    }
}
