using System.Runtime.CompilerServices;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// A scenario of durability that runs with <c>WHATSAPP_THOROUGH=1</c>, which <c>.ci/run</c> sets. Without it <c>dotnet test</c> runs the main scenario of each promise and takes minutes;
/// all of them take twice as long.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ThoroughFactAttribute : FactAttribute
{
    public ThoroughFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "WHATSAPP_THOROUGH=1 runs it.";
        SkipType = typeof(ThoroughFactAttribute);
        SkipUnless = nameof(IsThorough);
    }

    public static bool IsThorough => Environment.GetEnvironmentVariable("WHATSAPP_THOROUGH") is "1";
}
