using System.Collections.Concurrent;
using System.Text;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// The handler's own ledger, which must not depend on the code under test: a line is written and synced before the handler continues. Lines that wait at
/// the same time share a sync.
/// </summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly BlockingCollection<(string Line, TaskCompletionSource Synced)> waiting = [];
    private readonly FileStream file;
    private readonly Thread thread;

    public LedgerWriter(string path)
    {
        var startsInMidLine = File.Exists(path) && new FileInfo(path).Length > 0 && File.ReadAllBytes(path)[^1] is not (byte)'\n';
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        if (startsInMidLine)
        {
            file.WriteByte((byte)'\n');
        }

        thread = new Thread(Write) { Name = "ledger", IsBackground = true };
        thread.Start();
    }

    public Task WriteAsync(LedgerEntry entry)
    {
        var synced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add((entry.ToLine(), synced));
        return synced.Task;
    }

    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        file.Dispose();
        waiting.Dispose();
    }

    private void Write()
    {
        var batch = new List<TaskCompletionSource>();
        var lines = new StringBuilder();

        foreach (var first in waiting.GetConsumingEnumerable())
        {
            lines.Append(first.Line);
            batch.Add(first.Synced);

            while (waiting.TryTake(out var next))
            {
                lines.Append(next.Line);
                batch.Add(next.Synced);
            }

            try
            {
                file.Write(Encoding.UTF8.GetBytes(lines.ToString()));
                LibC.Sync(file.SafeFileHandle);
                batch.ForEach(static synced => synced.SetResult());
            }
            catch (Exception exception)
            {
                // A handler whose ledger fails has failed: the receiver calls it again.
                batch.ForEach(synced => synced.SetException(exception));
            }

            lines.Clear();
            batch.Clear();
        }
    }
}
