using System.Globalization;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>How many seeds the simulation runs: few by default, more if the environment asks for it.</summary>
internal static class SimulationRuns
{
    /// <summary>The seed to begin with, to repeat one that failed.</summary>
    public static int FirstSeed => Number("WHATSAPP_SIM_SEED") ?? 1;

    public static int Seeds => Number("WHATSAPP_SIM_SEEDS") ?? (SimulatedDiskRuns.IsNightly ? 10_000 : 60);

    /// <summary>The categories of faults; unless the environment names others, those that the receiver is known to survive.</summary>
    public static Faults Faults =>
        Enum.TryParse<Faults>(Environment.GetEnvironmentVariable("WHATSAPP_SIM_FAULTS"), ignoreCase: true, out var faults) ? faults : Interior.Survived;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
