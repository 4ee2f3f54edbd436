using System.CommandLine;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary><c>inbox status|verify|export|erase</c>.</summary>
internal sealed class InboxCommands(Func<IConfiguration> settings, Option<bool> json)
{
    public Command Build(string name) => new(name, "What was accepted, as it lies on disk. Example: inbox status") { Status(), Verify(), Export(), Erase() };

    private Command Status()
    {
        var command = new Command("status", "Count deliveries, files and dead letters. Example: inbox status --json");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await InboxAccess.OpenAsync(settings());
            var status = await inbox.StatusAsync(cancellationToken);

            if (parsed.GetValue(json))
            {
                Output.Json(status, OperatorJson.Indented.InboxStatus);
            }
            else
            {
                InboxText.Write(status);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private Command Verify()
    {
        var command = new Command("verify", "Read every file and tell what is damaged or missing. Changes nothing; the service may run meanwhile. Example: inbox verify");
        command.SetAction(parsed =>
        {
            var found = Verify(InboxLocation.Read(settings()));

            if (parsed.GetValue(json))
            {
                Output.Json(found, OperatorJson.Indented.InboxVerification);
            }
            else
            {
                InboxText.Write(found);
            }

            return found.IsSound ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private static InboxVerification Verify(InboxLocation location)
    {
        if (!location.IsOnDisk || !location.Exists)
        {
            throw new CommandFailedException($"There is no inbox in {location.Directory}. Where it is says Inbox:Directory, relative to the current directory.");
        }

        try
        {
            return StoppedInbox.Verify(location);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException($"The inbox in {location.Directory} cannot be read: {exception.Message}", exception);
        }
    }

    private Command Export()
    {
        var from = new Option<long>("--from") { Description = "From this sequence number on." };
        var to = new Option<long>("--to") { Description = "Up to this sequence number.", DefaultValueFactory = static _ => long.MaxValue };
        var open = new Option<bool>("--open") { Description = "Only what is still to be handled." };
        var command = new Command("export", "Write the deliveries on disk, one JSON object per line, the body in base64. Example: inbox export --open") { from, to, open };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await InboxAccess.OpenAsync(settings());
            await using var output = Console.OpenStandardOutput();
            var filter = new DeliveryExportFilter { From = parsed.GetValue(from), To = parsed.GetValue(to), OnlyOpen = parsed.GetValue(open) };
            return await inbox.ExportAsync(filter, output, cancellationToken) > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Erase()
    {
        var user = new Option<string>("--user") { Description = "A phone number, a business-scoped user id or a username.", Required = true };
        var command = new Command("erase", "Remove one person's dead letters, and tell where else something is and until when. Example: inbox erase --user 15550100300") { user };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await InboxAccess.OpenAsync(settings());
            var report = await inbox.EraseAsync(parsed.GetValue(user)!, cancellationToken);

            if (parsed.GetValue(json))
            {
                Output.Json(report, OperatorJson.Indented.ErasureReport);
            }
            else
            {
                ErasureText.Write(report);
            }

            return report is { NothingLeft: true, ErasedDeadLetters.Count: 0 } ? ExitCode.NothingOrDamage : ExitCode.Fine;
        });
        return command;
    }
}
