using System.Globalization;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>How many runs a randomised test does: few by default, more if the environment asks for it.</summary>
internal static class SimulatedDiskRuns
{
    /// <summary>How many seeds the simulated disk gets.</summary>
    public static int DiskSeeds(int ordinary) => Number("WHATSAPP_DISK_SEEDS") ?? ordinary;

    /// <summary>The first of them, to repeat one that failed.</summary>
    public static int FirstDiskSeed => Number("WHATSAPP_DISK_SEED") ?? 1;

    /// <summary>Whether there is time for what takes minutes.</summary>
    public static bool IsNightly => Number("WHATSAPP_NIGHTLY") is 1;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
