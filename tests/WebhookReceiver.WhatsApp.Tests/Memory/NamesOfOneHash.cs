using System.Numerics;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Names that all have the same hash: a dictionary that trusts the hash compares each of them with all others.</summary>
internal static class NamesOfOneHash
{
    /// <summary>For the hash of many platforms: eighteen pairs of letters, each one of two pairs with the same value.</summary>
    public static IEnumerable<string> OnMostPlatforms(int count) =>
        Enumerable.Range(0, count).Select(number => string.Concat(Enumerable.Range(0, 18).Select(bit => (number >> bit & 1) is 0 ? "Aa" : "BB")));

    /// <summary>
    /// For the hash that a dictionary of strings starts with on .NET. It consumes two letters at a time, alternating between its two halves: the
    /// first two are free, and the third two return the half to the same state.
    /// </summary>
    public static IEnumerable<string> OnDotNet(int count)
    {
        const char first = '\u4E00';
        const int letters = 20_000;

        return Enumerable.Range(0, int.MaxValue)
            .Select(number => ((char)(first + (number % letters)), (char)(first + (number / letters))))
            .Select(free => (free, back: Back(Step(Start, free))))
            .Where(name => char.IsLetter(name.back.First) && char.IsLetter(name.back.Second))
            .Select(name => new string([name.free.Item1, name.free.Item2, 'x', 'x', name.back.First, name.back.Second, 'x', 'x']))
            .Take(count);
    }

    private const uint Start = (5381 << 16) + 5381;

    private const uint Wanted = 0x12345678;

    private static uint Step(uint half, (char First, char Second) letters) => Turn(half) ^ (letters.First | (uint)letters.Second << 16);

    private static uint Turn(uint half) => BitOperations.RotateLeft(half, 5) + half;

    private static (char First, char Second) Back(uint half)
    {
        var letters = Turn(half) ^ Wanted;
        return ((char)(letters & char.MaxValue), (char)(letters >> 16));
    }
}
