using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The keys of settled events within the duplicate window. The newest are in memory; at the end of a day, or when there are too many, they are written to a
/// sorted file, of which only a filter stays in memory. Not thread-safe, except for <see cref="WriteRun"/>.
/// </summary>
internal sealed partial class HandledKeys(IDisk disk, InboxFolder folder, IOptions<InboxOptions> options, InboxClock time, ILogger<HandledKeys> logger) : IDisposable
{
    /// <summary>Roughly how many keys are kept in memory: they take about 10 MB.</summary>
    public const int InMemory = 300_000;

    private readonly string directory = folder.Keys;
    private readonly TimeSpan window = options.Value.DuplicateWindow;
    private readonly List<KeyRun> runs = [];
    private KeyTable active = new();
    private (KeyTable Table, (long From, long To) Covered)? frozen;
    private long coveredTo;

    /// <summary>How many keys are held in memory individually.</summary>
    public int Loose => active.Count + (frozen?.Table.Count ?? 0);

    /// <summary>Whether <see cref="Freeze"/> is due.</summary>
    public bool IsRipe => frozen is null && active.Count > 0 && (active.Count >= InMemory || DayOf(active.Times.From) != DayOf(Now));

    public bool HasFrozen => frozen is not null;

    /// <summary>The newest time in any key file, in milliseconds of inbox time; 0 when there is no file.</summary>
    public long NewestTime => runs.Select(static run => run.Times.To * 1000L).DefaultIfEmpty().Max();

    private uint Now => time.Seconds;

    private uint WindowSeconds => (uint)window.TotalSeconds;

    public bool Contains(EventId id) => AgeOf(id) is not null;

    /// <summary>How long ago the event was settled, to the second; null when it was not, or its window has passed.</summary>
    public TimeSpan? AgeOf(EventId id)
    {
        var now = Now;
        var earliest = now - Math.Min(now, WindowSeconds);
        var at = active.TimeOf(id.Value) is { } inActive && inActive >= earliest ? inActive
            : frozen?.Table.TimeOf(id.Value) is { } inFrozen && inFrozen >= earliest ? inFrozen
            : TimeInRuns(id, earliest);

        return at is { } seconds ? TimeSpan.FromSeconds(now - Math.Min(now, seconds)) : null;
    }

    public void Add(EventId id, uint at) => active.Add(id.Value, at);

    /// <summary>Opens the existing files; an unusable one is removed, because everything in it can be rebuilt from the outcomes.</summary>
    /// <exception cref="IOException">The folder could not be read.</exception>
    public void Open()
    {
        runs.AddRange(OpenRuns());
        coveredTo = runs.Count is 0 ? 0 : runs.Max(static run => run.Covered.To);
    }

    /// <summary>The last frame of outcomes that a key file covers. Later frames must have higher numbers.</summary>
    public long LastCovered => coveredTo;

    /// <summary>Whether the keys of this frame of outcomes are already in a file.</summary>
    public bool Covers(long sequence) => runs.Exists(run => run.Covered.From <= sequence && sequence <= run.Covered.To);

    /// <summary>Freezes the keys in memory, to be written by <see cref="WriteRun"/>.</summary>
    /// <param name="lastSequence">The last frame of outcomes that is on disk; keys of later frames are collected in memory anew.</param>
    public void Freeze(long lastSequence)
    {
        SetAside();
        Cover(lastSequence);
    }

    /// <summary>The first half of <see cref="Freeze"/>, for a caller that does not know yet whether everything is on disk.</summary>
    public void SetAside()
    {
        frozen = (active, default);
        active = new KeyTable(Math.Min(active.Count, InMemory));
    }

    /// <summary>The second half, when it is on disk.</summary>
    public void Cover(long lastSequence)
    {
        frozen = (frozen!.Value.Table, (coveredTo + 1, lastSequence));
        coveredTo = lastSequence;
    }

    /// <summary>Undoes <see cref="SetAside"/> when it is not: the frozen keys join the others again.</summary>
    public void TakeBack()
    {
        var table = frozen!.Value.Table;

        foreach (var (key, at) in active.Entries())
        {
            table.Add(key, at);
        }

        active = table;
        frozen = null;
    }

    /// <summary>Writes the frozen keys. The only method that may run concurrently with the others.</summary>
    /// <exception cref="IOException">It could not be made durable, and the keys stay frozen.</exception>
    public KeyRun WriteRun() => KeyRun.Write(disk, directory, frozen!.Value.Table, frozen!.Value.Covered);

    public void Written(KeyRun run)
    {
        runs.Add(run);
        frozen = null;
    }

    /// <summary>Deletes files in which every key is older than the window.</summary>
    public void DeleteExpired()
    {
        var earliest = Now - Math.Min(Now, WindowSeconds);

        foreach (var run in runs.Where(run => run.Times.To < earliest).ToList())
        {
            Drop(run);

            try
            {
                disk.Delete(Path.Combine(directory, run.FileName));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                RunNotDeleted(logger, run.FileName, exception.Message);
            }
        }
    }

    public void Dispose() => runs.ForEach(static run => run.Dispose());

    private static uint DayOf(uint seconds) => seconds / 86_400;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They belong to the list for which they are opened.")]
    private IEnumerable<KeyRun> OpenRuns()
    {
        foreach (var fileName in disk.FilesIn(directory).Where(static file => file.EndsWith(KeyRun.Extension, StringComparison.Ordinal)))
        {
            if (KeyRun.TryOpen(disk, directory, fileName) is { } run)
            {
                yield return run;
            }
            else
            {
                RunDamaged(logger, fileName);
                disk.Delete(Path.Combine(directory, fileName));
            }
        }
    }

    private uint? TimeInRuns(EventId id, uint earliest)
    {
        for (var index = runs.Count - 1; index >= 0; index--)
        {
            var run = runs[index];

            try
            {
                if (run.Times.To >= earliest && run.TimeOf(id.Value) is { } time && time >= earliest)
                {
                    return time;
                }
            }
            catch (IOException exception)
            {
                // Without this file some duplicates go unrecognised; failing on it would block every event. The next start rebuilds it.
                RunFailed(logger, run.FileName, exception.Message);
                Drop(run);
            }
        }

        return null;
    }

    private void Drop(KeyRun run)
    {
        runs.Remove(run);
        run.Dispose();
    }

    [LoggerMessage(1230, LogLevel.Warning, "The key file {File} is damaged or has another version; it is rebuilt from the outcomes")]
    private static partial void RunDamaged(ILogger logger, string file);

    [LoggerMessage(1231, LogLevel.Error, "The key file {File} cannot be read, and duplicates of its events are not recognised until the next start: {Problem}")]
    private static partial void RunFailed(ILogger logger, string file, string problem);

    [LoggerMessage(1232, LogLevel.Warning, "The key file {File} is no longer needed and could not be deleted: {Problem}")]
    private static partial void RunNotDeleted(ILogger logger, string file, string problem);
}
