using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>How the ledger handler of a child process behaves; passed as configuration, section <c>Ledger</c>.</summary>
internal sealed record LedgerSettings
{
    private const string Section = "Ledger:";

    public required string Path { get; init; }

    public int Life { get; init; } = 1;

    /// <summary>How long each handling takes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The delay applies while this file exists; if null, always.</summary>
    public string? SlowWhile { get; init; }

    /// <summary>Every message of these conversations fails this many times before it succeeds.</summary>
    public int Failures { get; init; }

    public IReadOnlyList<int> FailingConversations { get; init; } = [];

    /// <summary>Handlings in these conversations never end, whatever the token says, while the file <see cref="HangWhile"/> exists.</summary>
    public IReadOnlyList<int> HangingConversations { get; init; } = [];

    public string? HangWhile { get; init; }

    /// <summary>How far the clock of the process is ahead of the machine's; negative when it is behind. The ledger has the machine's.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <returns>Null when no ledger is configured.</returns>
    public static LedgerSettings? Read(IConfiguration configuration) =>
        configuration[Section + nameof(Path)] is not { } path
            ? null
            : new LedgerSettings
            {
                Path = path,
                Life = Number(configuration[Section + nameof(Life)]),
                Delay = TimeSpan.FromMilliseconds(Number(configuration[Section + nameof(Delay)])),
                SlowWhile = configuration[Section + nameof(SlowWhile)],
                Failures = Number(configuration[Section + nameof(Failures)]),
                FailingConversations = Numbers(configuration[Section + nameof(FailingConversations)]),
                HangingConversations = Numbers(configuration[Section + nameof(HangingConversations)]),
                HangWhile = configuration[Section + nameof(HangWhile)],
                ClockAhead = TimeSpan.FromMilliseconds(Number(configuration[Section + nameof(ClockAhead)])),
            };

    public IEnumerable<KeyValuePair<string, string?>> ToConfiguration() =>
    [
        new(Section + nameof(Path), Path),
        new(Section + nameof(Life), Life.ToString(CultureInfo.InvariantCulture)),
        new(Section + nameof(Delay), ((int)Delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)),
        new(Section + nameof(SlowWhile), SlowWhile),
        new(Section + nameof(Failures), Failures.ToString(CultureInfo.InvariantCulture)),
        new(Section + nameof(FailingConversations), string.Join(',', FailingConversations)),
        new(Section + nameof(HangingConversations), string.Join(',', HangingConversations)),
        new(Section + nameof(HangWhile), HangWhile),
        new(Section + nameof(ClockAhead), ((int)ClockAhead.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)),
    ];

    private static int Number(string? text) => string.IsNullOrEmpty(text) ? 0 : int.Parse(text, CultureInfo.InvariantCulture);

    private static int[] Numbers(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
}
