using Microsoft.Win32.SafeHandles;

namespace WebhookReceiver.Commands.Output;

/// <summary>Finds out what the standard output is connected to.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    public static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>Whether it is a file, so that nothing else shows it on the terminal (unlike a pipe to <c>jq</c>). Not known on Windows.</summary>
    public static bool IsFile
    {
        get
        {
            if (IsTerminal || OperatingSystem.IsWindows())
            {
                return false;
            }

            try
            {
                using var handle = new SafeFileHandle(Descriptor, ownsHandle: false);
                return RandomAccess.GetLength(handle) >= 0;
            }
            catch (Exception exception) when (exception is NotSupportedException or IOException)
            {
                return false;
            }
        }
    }
}
