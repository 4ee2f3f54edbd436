using System.Globalization;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The machine boot to which the monotonic clock belongs. Timestamps of two runs are comparable only if both have the same identity; unknown identities never
/// match.
/// </summary>
/// <param name="Text">Empty when unknown.</param>
internal sealed record BootIdentity(string Text)
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>The offset of this time namespace's monotonic clock from the machine's: a container may have its own.</summary>
    private const string Offsets = "/proc/self/timens_offsets";

    public static BootIdentity Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Of(File.ReadAllText(BootId), File.Exists(Offsets) ? File.ReadAllText(Offsets) : string.Empty) : new(string.Empty);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(string.Empty);
        }
    }

    public static BootIdentity Of(string bootId, string offsets)
    {
        var monotonic = offsets.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .FirstOrDefault(static words => words is ["monotonic", not "0", _] or ["monotonic", _, not "0"]);
        var boot = bootId.Trim();

        return new(monotonic is null || boot.Length is 0 ? boot : string.Create(CultureInfo.InvariantCulture, $"{boot} {monotonic[1]}.{monotonic[2]}"));
    }
}
