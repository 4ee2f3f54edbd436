using System.Globalization;
using System.Text.RegularExpressions;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>One system call, as reported by <c>strace -y</c>.</summary>
internal sealed partial class SystemCall
{
    public required int Thread { get; init; }

    public required string Name { get; init; }

    /// <summary>The line on which it starts.</summary>
    public required int Begins { get; init; }

    /// <summary>The line on which it ends; after all lines if it never did.</summary>
    public int Ends { get; private set; } = int.MaxValue;

    /// <summary>The arguments as printed, including those filled in by the call.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>Null when it never ended.</summary>
    public long? Result { get; private set; }

    /// <summary>What the first descriptor refers to: a path, or <c>socket:[…]</c>; for a call that opens one, what it opened.</summary>
    public string Target { get; private set; } = "";

    public void End(string rest, int line)
    {
        Ends = line;
        var all = Arguments + rest;
        var result = all.LastIndexOf(" = ", StringComparison.Ordinal);
        Arguments = result < 0 ? all : all[..result];

        if (result >= 0 && Number().Match(all, result + 3) is { Success: true } number)
        {
            Result = long.Parse(number.ValueSpan, CultureInfo.InvariantCulture);
        }

        var opened = Name is "openat" && result >= 0;
        var descriptor = Descriptor().Match(opened ? all[result..] : Arguments);
        Target = descriptor.Success ? descriptor.Groups["target"].Value : "";
    }

    [GeneratedRegex(@"\G-?\d+", RegexOptions.None, 5000)]
    private static partial Regex Number();

    // A descriptor is printed as number<target>, and no path in these tests contains '>'.
    [GeneratedRegex(@"\d+<(?<target>[^>]*)>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Descriptor();
}
