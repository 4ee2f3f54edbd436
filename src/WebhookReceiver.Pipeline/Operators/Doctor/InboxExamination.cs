using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Dead letters, damage and free space.</summary>
internal sealed class InboxExamination(RecentStatus status, IOptions<InboxOptions> options) : IExamination
{
    public async IAsyncEnumerable<DoctorCheck> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if ((await status.ReadAsync(cancellationToken)).Inbox is not { } inbox)
        {
            yield return DoctorCheck.NotChecked("Inbox", "It is being recovered, or cannot be read.", "Try again later; the log shows the progress.");
            yield break;
        }

        yield return inbox.DeadLetters is 0
            ? DoctorCheck.Ok("Dead letters", "None.")
            : DoctorCheck.Warning("Dead letters", Text($"{inbox.DeadLetters}, of which {inbox.Replaying} are being replayed."), "Look at them by handler and exception, and replay them once the cause is gone.");

        if (inbox.Directory is null)
        {
            yield return DoctorCheck.NotChecked("Disk", $"The store {inbox.Store} has no folder on this machine.", "Monitor the disk of the database, or use the store Journal.");
            yield break;
        }

        yield return inbox.DamagedCopies is 0
            ? DoctorCheck.Ok("Damage", "No damaged bytes were found.")
            : DoctorCheck.Failed("Damage", Text($"{inbox.DamagedCopies} copies of damaged bytes are in {inbox.Directory}/damaged."), "Check the disk, then read what the log says about each (events 1220 to 1229).");

        yield return Space(inbox.FreeBytes ?? 0, options.Value.MinimumFreeBytes, inbox.Directory);
        yield return DoctorCheck.NotChecked(DiskMeasurement.Name, "How long a write takes until it is on disk is measured on request.", "Measure it here; each delivery waits that long for its 200.");
    }

    private static DoctorCheck Space(long free, long minimum, string directory)
    {
        const string Name = "Disk space";
        var evidence = Text($"{free / 1048576} MiB are free for {directory}; below {minimum / 1048576} MiB deliveries are answered with 503.");

        return free < minimum ? DoctorCheck.Failed(Name, evidence, "Make room.")
            : free < minimum * 4 ? DoctorCheck.Warning(Name, evidence, "Make room, or shorten Inbox:RetentionDays.")
            : DoctorCheck.Ok(Name, evidence);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
