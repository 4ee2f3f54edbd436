using System.Globalization;
using System.Text.RegularExpressions;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>One call of the operating system as <c>strace -y</c> tells it.</summary>
internal sealed partial class SystemCall
{
    public required int Thread { get; init; }

    public required string Name { get; init; }

    /// <summary>The line on which it began.</summary>
    public required int Begins { get; init; }

    /// <summary>The line on which it ended; beyond all lines when it never did.</summary>
    public int Ends { get; private set; } = int.MaxValue;

    /// <summary>As printed, those that the call filled in included.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>Null when it never ended.</summary>
    public long? Result { get; private set; }

    /// <summary>What the first descriptor stands for: a path, or <c>socket:[…]</c>; for a call that opens one, what it opened.</summary>
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

    // A descriptor is printed as number<what>, and a path in what may hold no '>' here.
    [GeneratedRegex(@"\d+<(?<target>[^>]*)>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Descriptor();
}
