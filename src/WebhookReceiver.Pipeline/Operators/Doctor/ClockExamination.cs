using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Operators;

/// <summary>Whether the clock of this machine is kept in step, as far as its kernel knows.</summary>
internal sealed partial class ClockExamination(TimeProvider clock) : IExamination
{
    private const string Name = "Clock";

    /// <summary>More than the kernel writes; of the answer only the return value is used.</summary>
    private const int TimexBytes = 512;

    /// <summary>TIME_ERROR: nothing keeps the clock in step.</summary>
    private const int NotSynchronised = 5;

    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Enumerable.Repeat(Check(), 1).ToAsync(cancellationToken);

    private DoctorCheck Check()
    {
        var now = string.Create(CultureInfo.InvariantCulture, $"It is {clock.GetUtcNow():u} here");
        var state = OperatingSystem.IsLinux() ? AskKernel() : -1;

        return state switch
        {
            >= 0 and < NotSynchronised => DoctorCheck.Ok(Name, $"{now}, and the kernel says that the clock is synchronised."),
            NotSynchronised => DoctorCheck.Warning(Name, $"{now}, and the kernel says that nothing synchronises the clock.", "Run chrony or systemd-timesyncd; the age of events is judged by this clock."),
            _ => DoctorCheck.NotChecked(Name, $"{now}; whether that is right cannot be seen from here.", "Compare it with another clock, or ask the system's time service."),
        };
    }

    private static int AskKernel()
    {
        try
        {
            // With no mode set it changes nothing and needs no right.
            return AdjTimex(new byte[TimexBytes]);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return -1;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjTimex([In] byte[] timex);
}
