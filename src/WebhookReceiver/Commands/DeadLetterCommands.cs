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

    private Command Replay() => Bulk(
        new Command("replay", "Give one or all that match to their handlers again, at least once. Example: dead-letters replay --handler orders --dry-run"),
        JobKind.Replay,
        static async (inbox, id, cancellationToken) => await ReportAsync(await inbox.ReplayAsync(id, cancellationToken), inbox.ReplayNote));

    private Command Discard() => Bulk(
        new Command("discard", "Discard one or all that match. Example: dead-letters discard --exception System.FormatException --until 2026-11-20"),
        JobKind.Discard,
        static async (inbox, id, cancellationToken) => await ReportAsync(await inbox.DiscardAsync(id, cancellationToken), "Discarded."));

    private Command Bulk(Command command, JobKind kind, Func<IInboxAccess, Guid, CancellationToken, Task<int>> actOnOne)
    {
        var options = new BulkOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: options.IsDryRun(parsed));
            return options.IdIn(parsed) is { } one ? await actOnOne(inbox, one, cancellationToken) : await RunAsync(parsed, inbox, options, kind, cancellationToken);
        });
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, IInboxAccess inbox, BulkOptions options, JobKind kind, CancellationToken cancellationToken)
    {
        var request = options.Read(parsed, kind);
        var verb = kind is JobKind.Replay ? "Replay" : "Discard";

        if (options.IsDryRun(parsed) || !options.IsSure(parsed))
        {
            var found = await inbox.CountAsync(request.Filter, cancellationToken);

            if (options.IsDryRun(parsed))
            {
                output.Write(parsed, new DryRunReport(found), OperatorJson.Indented.DryRunReport, static (people, answer) => people.Line($"{answer.Found} found; nothing was done."));
                return found > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
            }

            if (found > 1 && !output.Confirms(parsed, $"{verb} {found} dead letters?"))
            {
                await Console.Error.WriteLineAsync("Nothing was done.");
                return ExitCode.NotDone;
            }
        }

        var report = await output.WithProgressAsync(
            parsed, kind is JobKind.Replay ? "Replaying" : "Discarding", progress => inbox.RunAsync(request, job => progress(job.Done, job.Found), cancellationToken));
        output.Write(parsed, report, OperatorJson.Indented.JobReport, (people, answer) => DeadLetterText.Write(people, answer, kind is JobKind.Replay ? inbox.ReplayNote : string.Empty));
        return report.State is not JobReport.Completed ? ExitCode.NotDone : report.Found > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
    }
}
