using System.Text.RegularExpressions;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// The output of <c>strace</c>, in the order in which it saw the calls: a call starts on one line and ends on the same or, when others come in between,
/// on a later one.
/// </summary>
internal sealed partial class SystemCallTrace
{
    private SystemCallTrace(IReadOnlyList<SystemCall> calls) => Calls = calls;

    /// <summary>In the order in which they started.</summary>
    public IReadOnlyList<SystemCall> Calls { get; }

    /// <summary>
    /// The command that watches a receiver from its first call on. The watcher is a separate process (<c>-D</c>): signals and exit
    /// code remain the receiver's own. Calls that are not watched cost nothing (<c>--seccomp-bpf</c>).
    /// </summary>
    public static IReadOnlyList<string> Launcher(string file, params string[] expressions) =>
        ["strace", "-D", "-f", "--seccomp-bpf", "-y", "-tt", "-s", "1000000", "-o", file, .. expressions.SelectMany(static expression => new[] { "-e", expression })];

    /// <summary>For each call on the given target, its number among its thread's calls: that is how <c>strace</c> counts.</summary>
    public static IReadOnlyList<int> NumbersPerThread(IReadOnlyList<string> lines, string systemCall, string place)
    {
        var counts = new Dictionary<int, int>();
        var numbers = new List<int>();

        foreach (var call in Parse(lines).Calls.Where(call => string.Equals(call.Name, systemCall, StringComparison.Ordinal)))
        {
            counts[call.Thread] = counts.GetValueOrDefault(call.Thread) + 1;

            if (call.Arguments.Contains(place, StringComparison.Ordinal))
            {
                numbers.Add(counts[call.Thread]);
            }
        }

        return numbers;
    }

    public static SystemCallTrace Parse(IReadOnlyList<string> lines)
    {
        var calls = new List<SystemCall>();
        var open = new Dictionary<int, SystemCall>();

        for (var i = 0; i < lines.Count; i++)
        {
            if (Begin().Match(lines[i]) is { Success: true } begin)
            {
                var thread = int.Parse(begin.Groups["thread"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
                var rest = begin.Groups["rest"].Value;
                var call = new SystemCall { Thread = thread, Name = begin.Groups["name"].Value, Begins = i };
                calls.Add(call);

                if (rest.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                {
                    call.Arguments = rest[..^"<unfinished ...>".Length];
                    open[thread] = call;
                }
                else
                {
                    call.End(rest, i);
                }
            }
            else if (Resume().Match(lines[i]) is { Success: true } resume
                && open.Remove(int.Parse(resume.Groups["thread"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), out var call))
            {
                call.End(resume.Groups["rest"].Value, i);
            }
        }

        return new SystemCallTrace(calls);
    }

    [GeneratedRegex(@"^(?<thread>\d+)\s+[\d:.]+\s+(?<name>\w+)\((?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Begin();

    [GeneratedRegex(@"^(?<thread>\d+)\s+[\d:.]+\s+<\.\.\. \w+ resumed>(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Resume();
}
