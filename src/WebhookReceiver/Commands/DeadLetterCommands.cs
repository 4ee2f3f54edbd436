using System.CommandLine;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary><c>dead-letters list|summary|show|replay|discard</c>.</summary>
internal sealed class DeadLetterCommands(Func<IConfiguration> settings, CommandOutput output)
{
    private const int PageSize = 1000;

    public Command Build(string name) => new(name, "Events that a handler could not handle. Example: dead-letters list") { List(), Summary(), Show(), Replay(), Discard() };

    private static Argument<Guid> Id() => new("id") { Description = "The id of a dead letter." };

    private static async Task<int> ReportAsync(DeadLetterResult result, string done)
    {
        await (result is DeadLetterResult.Done ? Console.Out : Console.Error).WriteLineAsync(result switch
        {
            DeadLetterResult.Done => done,
            DeadLetterResult.Replaying => "It is already being replayed.",
            DeadLetterResult.Unreadable => "Its event can no longer be read.",
            DeadLetterResult.Unavailable => "It cannot be read at the moment; try again later.",
            _ => "There is no dead letter with that id.",
        });
        return result is DeadLetterResult.Done ? ExitCode.Fine : ExitCode.NothingOrDamage;
    }

    private Task<IInboxAccess> OpenAsync(ParseResult parsed, bool isReadOnly = false) =>
        output.WhileAsync(parsed, "Opening the inbox", () => InboxAccess.OpenAsync(settings(), isReadOnly));

    private Command List()
    {
        var command = new Command("list", "List dead letters, the newest first, without what people wrote. Example: dead-letters list --handler orders --limit 20");
        var options = new DeadLetterOptions();
        var limit = new Option<int?>("--limit") { Description = "How many at most; all if left out." };
        options.AddTo(command);
        command.Options.Add(limit);
        command.Validators.Add(result =>
        {
            if (result.GetValue(limit) < 1)
            {
                result.AddError("--limit must be at least 1.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: true);
            var most = parsed.GetValue(limit) ?? int.MaxValue;
            var letters = new List<DeadLetterSummary>();
            var page = default(DeadLetterPage);

            do
            {
                page = await inbox.ListAsync(options.Read(parsed), Math.Min(PageSize, most - letters.Count), page?.Next, cancellationToken);
                letters.AddRange(page.DeadLetters);
            }
            while (page.Next is not null && letters.Count < most);

            output.Write(parsed, page with { DeadLetters = letters }, OperatorJson.Indented.DeadLetterPage, DeadLetterText.Write);
            return letters.Count > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Summary()
    {
        var command = new Command("summary", "Count dead letters by handler, exception type and cause. Example: dead-letters summary --since 2026-11-20T10:00:00Z");
        var options = new DeadLetterOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: true);
            var groups = await inbox.SummariseAsync(options.Read(parsed), cancellationToken);

            output.Write(parsed, groups, OperatorJson.Indented.DeadLetterGroups, DeadLetterText.Write);
            return groups.Total > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Show()
    {
        var id = Id();
        var command = new Command("show", "Show one with its event, including what people wrote. Example: dead-letters show <id>") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: true);

            if (await inbox.FindAsync(parsed.GetValue(id), cancellationToken) is not { } letter)
            {
                return await ReportAsync(DeadLetterResult.NotFound, string.Empty);
            }

            output.Write(parsed, letter, OperatorJson.Indented.DeadLetterDetails, DeadLetterText.Write);
            return ExitCode.Fine;
        });
        return command;
    }

    private Command Replay()
    {
        var id = new Argument<Guid?>("id") { Description = "The id of a dead letter.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All that match the filters; without a filter, all of them." };
        var command = new Command("replay", "Give one or all to their handlers again, at least once. Example: dead-letters replay --all --handler orders") { id, all };
        var options = new DeadLetterOptions();
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(id) is null != result.GetValue(all))
            {
                result.AddError("Give the id of a dead letter, or --all.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed);

            if (parsed.GetValue(id) is { } one)
            {
                return await ReportAsync(await inbox.ReplayAsync(one, cancellationToken), inbox.ReplayNote);
            }

            var report = await output.WhileAsync(parsed, "Replaying", () => inbox.ReplayAsync(options.Read(parsed), cancellationToken));
            output.Write(parsed, report, OperatorJson.Indented.ReplayReport, (people, answer) =>
                people.Line($"{answer.Found} found, {answer.Replaying} replaying, {answer.Skipped} skipped, {answer.Unreadable} unreadable. {inbox.ReplayNote}"));
            return report.Found > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Discard()
    {
        var id = Id();
        var command = new Command("discard", "Discard one. Example: dead-letters discard <id>") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed);
            return await ReportAsync(await inbox.DiscardAsync(parsed.GetValue(id), cancellationToken), "Discarded.");
        });
        return command;
    }
}
