using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The thread that keeps an index file for every segment that is no longer written. A missing one is built from the segment in small steps with pauses, so that it takes no more than a fifth of a
/// processor from the handling of events. Without an index a search reads the segment: slower, and as complete.
/// </summary>
internal sealed partial class IndexKeeper(
    IDisk disk, InboxFolder folder, DeliverySegments segments, DeliveryIndexes indexes, FreeSpace space, WorkScheduler scheduler, ILogger<IndexKeeper> logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly LoopWake wake = new();
    private readonly LoopWake stopping = new();
    private Task ended = Task.CompletedTask;
    private string? problem;

    /// <summary>Begins with waiting: the start of a service has better things to do.</summary>
    public void Start()
    {
        indexes.SegmentLeft = wake.Set;
        ended = scheduler.RunOnThread("inbox-index", Run());
    }

    /// <summary>Completes when the thread has ended. What it has not built is built after the next start.</summary>
    public Task BeginStop()
    {
        stopping.Set();
        wake.Set();
        return ended;
    }

    /// <summary>
    /// Builds what is missing. The worker does the same when it leaves a segment behind; a finished segment of outcomes, or another try after a failure, waits for this call, which comes once a minute.
    /// </summary>
    public void Wake() => wake.Set();

    public void Dispose()
    {
        indexes.SegmentLeft = null;
        wake.Dispose();
        stopping.Dispose();
    }

    private IEnumerable<LoopWait> Run()
    {
        while (true)
        {
            yield return new LoopWait(wake);

            if (stopping.IsSet)
            {
                yield break;
            }

            // Before looking: what is reported from now on is looked at in the next round.
            wake.Reset();
            var before = problem;
            problem = null;
            var missing = Try(FindMissing, []);

            foreach (var wait in Write(missing))
            {
                yield return wait;
            }

            if (problem is not null && !string.Equals(problem, before, StringComparison.Ordinal))
            {
                NotBuilt(logger, problem);
            }
        }
    }

    private IEnumerable<LoopWait> Write(IReadOnlyList<IndexBuild> missing)
    {
        foreach (var (segment, terms) in Try(indexes.TakeLeft, []))
        {
            if (space.IsEnough && segment is not null && terms.IsWhole && terms.First == segment.FirstSequence && terms.Last >= segment.LastSequence)
            {
                TryWrite(SegmentIndex.PathOf(folder, terms.Name), () => SegmentIndex.Write(disk, folder, terms));
            }

            // Also while there is no space for its file: a backlog that is worked off then would fill the memory.
            indexes.Forget(terms);
            yield return new LoopWait(stopping, Pause);
        }

        foreach (var build in space.IsEnough ? missing : [])
        {
            using (build)
            {
                var state = StepResult.More;

                while (!stopping.IsSet && (state = Try(() => build.Step() ? StepResult.More : StepResult.End, StepResult.Failed)) is StepResult.More)
                {
                    yield return new LoopWait(stopping, Pause);
                }

                if (state is StepResult.End)
                {
                    TryWrite(build.Path, build.Write);
                }
            }
        }
    }

    /// <summary>What has to be built, after what is damaged or belongs to no segment any longer has been deleted.</summary>
    private IReadOnlyList<IndexBuild> FindMissing()
    {
        disk.CreateDirectory(folder.Index);
        var existing = disk.FilesIn(folder.Index).ToHashSet(StringComparer.Ordinal);
        var deliveries = segments.All;
        var outcomes = SegmentCatalogue.Read(disk, folder.Outcomes);

        IEnumerable<string> wanted =
        [
            .. deliveries.Select(segment => Path.GetFileName(SegmentIndex.PathOf(folder, segment.Name))),
            .. outcomes.Select(segment => Path.GetFileName(EventFilter.PathOf(folder, segment.Name))),
        ];

        foreach (var useless in existing.Except(wanted.Except(indexes.TakeDamaged(), StringComparer.Ordinal), StringComparer.Ordinal).ToList())
        {
            disk.Delete(Path.Combine(folder.Index, useless));
            existing.Remove(useless);
        }

        // Of the other segments the worker collects the terms when it comes to them.
        var left = deliveries.SkipLast(1).Where(segment => segment.FirstSequence > 0 && !indexes.IsCollecting(segment) && (segment.Open is 0 || segment.LastSequence < indexes.LastEntered));

        return
        [
            .. left.Where(segment => IsMissing(SegmentIndex.PathOf(folder, segment.Name))).Select(segment => new DeliveryIndexBuild(disk, folder, segment)),
            .. outcomes.SkipLast(1).Where(segment => IsMissing(EventFilter.PathOf(folder, segment.Name))).Select(segment => new EventFilterBuild(disk, folder, segment)),
        ];

        bool IsMissing(string path) => !existing.Contains(Path.GetFileName(path));
    }

    private void TryWrite(string path, Action write)
    {
        var isWritten = Try(
            () =>
            {
                write();
                return true;
            },
            false);

        if (!isWritten)
        {
            // It is built again from the segment; until then a part of it is as good as none.
            indexes.ReportDamaged(Path.GetFileName(path));
        }
    }

    /// <summary>Whatever fails here, a lack of memory included, must not end the thread and with it the process: without an index searches are slower, and nothing else is.</summary>
    private T Try<T>(Func<T> work, T failed)
    {
        try
        {
            return work();
        }
        catch (Exception exception)
        {
            problem = exception.Message;
            return failed;
        }
    }

    private enum StepResult
    {
        More,
        End,
        Failed,
    }

    [LoggerMessage(1248, LogLevel.Warning, "An index of the inbox could not be built; searches read the segment instead, and the next attempt follows in a minute: {Problem}")]
    private static partial void NotBuilt(ILogger logger, string problem);
}
