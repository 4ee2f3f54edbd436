using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Options;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary><c>inbox status|verify|export|erase|migrate|import</c>.</summary>
internal sealed class InboxCommands(Func<IConfiguration> settings, CommandOutput output)
{
    public Command Build(string name) => new(name, "The accepted deliveries, as stored on disk. Example: inbox status") { Status(), Verify(), Export(), Erase(), Migrate(), Import() };

    private Task<IInboxAccess> OpenAsync(ParseResult parsed, bool isReadOnly = false) =>
        output.WhileAsync(parsed, "Opening the inbox", () => InboxAccess.OpenAsync(settings(), isReadOnly));

    private Command Status()
    {
        var command = new Command("status", "Count deliveries, files and dead letters. Example: inbox status --json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed, isReadOnly: true);
            var status = await inbox.StatusAsync(cancellationToken);

            output.Write(parsed, status, OperatorJson.Indented.InboxStatus, InboxText.Write);
            return ExitCode.Fine;
        });
        return command;
    }

    private Command Verify()
    {
        var command = new Command("verify", "Read every file and report what is damaged or missing. Changes nothing; the service may be running. Example: inbox verify");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // It only reads, so it can be abandoned at any point.
            var found = await output.WhileAsync(
                parsed, "Reading every file", () => VerifyAsync(InboxLocation.Read(settings(), addStores: CommandSettings.AddStores), cancellationToken).WaitAsync(cancellationToken));

            output.Write(parsed, found, OperatorJson.Indented.InboxVerification, InboxText.Write);
            return found.IsSound ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private static async Task<InboxVerification> VerifyAsync(InboxLocation location, CancellationToken cancellationToken)
    {
        if (!location.IsShared && (!location.IsOnDisk || !location.Exists))
        {
            throw new CommandFailedException($"There is no inbox in {location.Directory}. Inbox:Directory says where it is, relative to the current directory.");
        }

        try
        {
            return await StoppedInbox.VerifyAsync(location, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException($"The inbox{(location.IsShared ? string.Empty : $" in {location.Directory}")} cannot be read: {exception.Message}", exception);
        }
    }

    private Command Export()
    {
        var from = new Option<long>("--from") { Description = "Start at this sequence number." };
        var to = new Option<long>("--to") { Description = "End at this sequence number, inclusive.", DefaultValueFactory = static _ => long.MaxValue };
        var open = new Option<bool>("--open") { Description = "Only what is not completely handled." };
        var command = new Command("export", "Write the deliveries on disk, one JSON object per line, the body in base64. Example: inbox export --open") { from, to, open };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await output.WhileWritingAsync(parsed, "Opening the inbox", () => InboxAccess.OpenAsync(settings(), isReadOnly: true));
            await using var stream = Console.OpenStandardOutput();
            var filter = new DeliveryExportFilter { From = parsed.GetValue(from), To = parsed.GetValue(to), OnlyOpen = parsed.GetValue(open) };
            var count = await output.WhileWritingAsync(parsed, "Writing the deliveries", () => inbox.ExportAsync(filter, stream, cancellationToken));
            return count > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Erase()
    {
        var user = new Option<string>("--user") { Description = "A phone number, a business-scoped user id or a username.", Required = true };
        var command = new Command("erase", "Remove one person's dead letters, and report where else data of that person is and until when. Example: inbox erase --user 15550100300") { user };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed);
            var report = await output.WhileAsync(parsed, "Reading every file", () => inbox.EraseAsync(parsed.GetValue(user)!, cancellationToken));

            output.Write(parsed, report, OperatorJson.Indented.ErasureReport, ErasureText.Write);
            return report is { NothingLeft: true, ErasedDeadLetters.Count: 0 } ? ExitCode.NothingOrDamage : ExitCode.Fine;
        });
        return command;
    }

    private Command Migrate()
    {
        var command = new Command("migrate", "Create or update the tables of the store Postgres, with the rights of the role in Inbox:Postgres:ConnectionString. Example: inbox migrate");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var applied = await output.WhileAsync(parsed, "Migrating", () => MigrateAsync(settings(), cancellationToken));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(applied.Count is 0 ? "The schema is up to date." : $"Applied: version {string.Join(", ", applied)}.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<IReadOnlyList<int>> MigrateAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            return await StoppedInbox.MigrateAsync(configuration, CommandSettings.AddStores, cancellationToken)
                ?? throw new CommandFailedException("The store that Inbox:Store names has no tables; only Postgres has.");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new CommandFailedException($"The schema cannot be migrated: {exception.Message}", exception);
        }
        catch (OptionsValidationException exception)
        {
            throw new CommandFailedException(string.Join(Environment.NewLine, exception.Failures), exception);
        }
    }

    private Command Import()
    {
        var command = new Command(
            "import", "Take over what 'inbox export' of another store wrote, from standard input. Example: inbox export --Inbox:Store=Journal | inbox import --Inbox:Store=Postgres");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var input = Console.OpenStandardInput();
            var (open, settled) = await output.WhileAsync(parsed, "Importing", () => ImportAsync(settings(), input, cancellationToken));
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{open} open deliveries and the keys of {settled} events were imported.");
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<(long Open, long Settled)> ImportAsync(IConfiguration configuration, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            var lines = JsonSerializer.DeserializeAsyncEnumerable(input, OperatorJson.Default.ExportedDelivery, topLevelValues: true, cancellationToken);
            return await StoppedInbox.ImportAsync(configuration, lines.OfType<ExportedDelivery>(), CommandSettings.AddStores, cancellationToken)
                ?? throw new CommandFailedException("The store that Inbox:Store names cannot import; Postgres can.");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or FormatException)
        {
            throw new CommandFailedException($"The import stopped: {exception.Message}", exception);
        }
        catch (OptionsValidationException exception)
        {
            throw new CommandFailedException(string.Join(Environment.NewLine, exception.Failures), exception);
        }
    }
}
