using System.Globalization;
using System.Text;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The log of one seed, to be read when it fails: the same seed gives the same story.</summary>
internal sealed class Story
{
    private const int First = 60;
    private const int Last = 140;

    private readonly StringBuilder text = new();
    private string? failure;

    public Func<TimeSpan> Now { get; set; } = static () => TimeSpan.Zero;

    public bool HasFailed => failure is not null;

    /// <summary>The violated invariant; null when all hold.</summary>
    public string? Failure => failure;

    /// <summary>How many lines it has.</summary>
    public int Notes { get; private set; }

    public void Note(string line)
    {
        Notes++;
        text.Append(CultureInfo.InvariantCulture, $"{Now():d\\.hh\\:mm\\:ss\\.fff}  ").AppendLine(line);
    }

    /// <summary>Adds what the receiver logs: part of the story, but not counted as an event.</summary>
    public void Remark(string line) => text.Append(CultureInfo.InvariantCulture, $"{Now():d\\.hh\\:mm\\:ss\\.fff}    ").AppendLine(line);

    /// <summary>Records a violated invariant. Only the first counts.</summary>
    public void Fail(string invariant)
    {
        if (failure is null)
        {
            failure = invariant;
            Note($"FAILED: {invariant}");
        }
    }

    /// <summary>Omits the middle of a long story, unless only one seed was asked for.</summary>
    public override string ToString()
    {
        var lines = text.ToString().Split('\n');

        return lines.Length <= First + Last || SimulationRuns.Seeds is 1
            ? string.Join('\n', lines)
            : string.Join('\n', [.. lines[..First], $"({lines.Length - First - Last} lines)", .. lines[^Last..]]);
    }
}
