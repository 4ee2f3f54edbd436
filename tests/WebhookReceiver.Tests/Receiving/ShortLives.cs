using System.Runtime.CompilerServices;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>
/// The processes that the tests start live for seconds, and there are hundreds of them: what the runtime does for a long life, and what makes compiling safer and slower, is left out.
/// </summary>
internal static class ShortLives
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", "0");
    }
}
