using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>door</c> was asked to measure.</summary>
internal sealed record DoorOptions
{
    public IReadOnlyList<int> Connections { get; init; } = [1, 64, 256];

    public int Pairs { get; init; } = 7;

    public int Seconds { get; init; } = 5;

    public int Payloads { get; init; } = 320_000;

    public string Store { get; init; } = "Journal";

    /// <summary>Further settings of the receiver. They are applied last, so they win.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    public static bool TryRead(string[] args, [NotNullWhen(true)] out DoorOptions? options, [NotNullWhen(false)] out string? problem)
    {
        options = new DoorOptions();
        problem = null;

        for (var i = 0; i < args.Length && options is not null; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            options = options.With(args[i], value);

            if (options is null)
            {
                problem = $"'{args[i]} {value}' is not an option of door.";
            }
        }

        return options is not null;
    }

    private DoorOptions? With(string name, string value) => name switch
    {
        "--connections" when ReadNumbers(value) is { } numbers => this with { Connections = numbers },
        "--pairs" when ReadNumber(value) is { } number => this with { Pairs = number },
        "--seconds" when ReadNumber(value) is { } number => this with { Seconds = number },
        "--payloads" when ReadNumber(value) is { } number => this with { Payloads = number },
        "--store" when value.Length > 0 => this with { Store = value },
        "--set" when value.IndexOf('=', StringComparison.Ordinal) is > 0 and var split =>
            this with { Settings = [.. Settings, new(value[..split], value[(split + 1)..])] },
        _ => null,
    };

    private static int? ReadNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static int[]? ReadNumbers(string text)
    {
        var numbers = text.Split(',').Select(ReadNumber).OfType<int>().ToArray();
        return numbers.Length == text.Split(',').Length ? numbers : null;
    }
}
