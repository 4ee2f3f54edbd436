using System.Globalization;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>How often a scenario is repeated: seldom in a normal run, often at night, as an environment variable says.</summary>
internal static class Rounds
{
    public static int Of(string variable, int normally) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var rounds) && rounds > 0 ? rounds : normally;
}
