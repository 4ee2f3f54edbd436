using System.Text.RegularExpressions;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// Checks a trace against the promise of a 200: the frame was written, a sync of its file started after that write and succeeded, and only then the
/// answer was sent.
/// </summary>
internal static partial class SyncProof
{
    public static SyncFindings Examine(SystemCallTrace trace, string deliveries)
    {
        var waiting = new Dictionary<string, Queue<string>>(StringComparer.Ordinal);
        var violations = new List<string>();
        var proved = 0;
        var files = trace.Calls.Where(call => call.Target.StartsWith(deliveries + "/", StringComparison.Ordinal)).ToList();
        var writes = files.Where(static call => call.Name.StartsWith("pwrite", StringComparison.Ordinal) || call.Name is "write").ToList();
        var syncs = files.Where(static call => call.Name is "fdatasync" && call.Result is 0).ToList();
        var written = new Dictionary<string, SystemCall>(StringComparer.Ordinal);

        foreach (var write in writes)
        {
            foreach (Match id in MessageId().Matches(write.Arguments))
            {
                written.TryAdd(id.Value, write);
            }
        }

        // Received data counts when the call has ended, sent data when it starts.
        foreach (var call in trace.Calls.OrderBy(static call => IsReceive(call) ? call.Ends : call.Begins))
        {
            if (IsReceive(call))
            {
                foreach (Match id in MessageId().Matches(call.Arguments))
                {
                    (waiting.TryGetValue(call.Target, out var queue) ? queue : waiting[call.Target] = new()).Enqueue(id.Value);
                }
            }
            else if (call.Name is "sendmsg" or "sendto" or "writev" && call.Arguments.Contains("HTTP/1.1 ", StringComparison.Ordinal)
                && waiting.TryGetValue(call.Target, out var answered) && answered.TryDequeue(out var message) && call.Arguments.Contains("HTTP/1.1 200", StringComparison.Ordinal))
            {
                if (!written.TryGetValue(message, out var write) || write.Ends >= call.Begins)
                {
                    violations.Add($"200 for {message} before its frame was written");
                }
                else if (!syncs.Exists(sync => IsOn(sync, write.Target) && sync.Begins > write.Ends && sync.Ends < call.Begins))
                {
                    violations.Add($"200 for {message} before its frame was synced");
                }
                else
                {
                    proved++;
                }
            }
        }

        return new SyncFindings(proved, violations, writes.Count, syncs.Count);
    }

    /// <summary>Every new file of a folder is made durable by a sync of the folder before the first frame is written to it.</summary>
    public static IReadOnlyList<string> UnknownToTheFolder(SystemCallTrace trace, string folder)
    {
        var violations = new List<string>();

        foreach (var opened in trace.Calls.Where(call => call.Name is "openat" && call.Arguments.Contains("O_CREAT", StringComparison.Ordinal)
            && call.Target.StartsWith(folder + "/", StringComparison.Ordinal)))
        {
            var known = trace.Calls.FirstOrDefault(call => call.Name is "fsync" && IsOn(call, folder) && call.Result is 0 && call.Begins > opened.Ends);
            var frame = trace.Calls.FirstOrDefault(call => IsOn(call, opened.Target) && call.Begins > opened.Ends
                && call.Name.StartsWith("pwrite", StringComparison.Ordinal) && MessageId().IsMatch(call.Arguments));

            if (frame is not null && (known is null || known.Ends > frame.Begins))
            {
                violations.Add($"{opened.Target} got a frame before its folder was synced");
            }
        }

        return violations;
    }

    private static bool IsOn(SystemCall call, string target) => string.Equals(call.Target, target, StringComparison.Ordinal);

    private static bool IsReceive(SystemCall call) => call.Name is "recvmsg" or "recvfrom" or "read";

    [GeneratedRegex(@"wamid\.[0-9a-z]+\.\d+\.\d+", RegexOptions.None, 5000)]
    private static partial Regex MessageId();
}

/// <param name="Proved">How many 200 had their sync.</param>
/// <param name="Violations">Those that did not.</param>
/// <param name="Writes">Writes to segments of deliveries.</param>
/// <param name="Syncs">Syncs of them that succeeded.</param>
internal sealed record SyncFindings(int Proved, IReadOnlyList<string> Violations, int Writes, int Syncs);
