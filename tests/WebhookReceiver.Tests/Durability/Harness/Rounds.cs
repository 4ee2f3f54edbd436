using System.Globalization;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>How often a scenario is repeated: a few times in a normal run, many times at night, as set by an environment variable.</summary>
internal static class Rounds
{
    public static int Of(string variable, int normally) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var rounds) && rounds > 0 ? rounds : normally;
}
