using System.Diagnostics;
using System.Globalization;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// The memory of one read, in a process that has read nothing large before: its pool of arrays is empty, so what is rented has to be allocated and is
/// counted. Events and outgrown arrays count as well, although they could have been collected, so the sum of the allocations is no bound for what is needed;
/// the growth of the working set is what the machine saw of it.
/// </summary>
internal sealed record ParseMemory(string Name, int Bytes, long Allocated, long Resident)
{
    /// <summary>Reads the body in a process of its own.</summary>
    public static async Task<ParseMemory> MeasureAsync(ParseCase subject, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();

        try
        {
            await File.WriteAllBytesAsync(file, subject.Body, cancellationToken);
            var program = typeof(ParseMemory).Assembly.Location;
            await using var child = ChildProcess.Start(DotnetCommand.For(AppContext.BaseDirectory, program, "read-once", file));
            await child.WaitForExitAsync(cancellationToken);

            if (child.ExitCode is not 0 || child.LastLines is not [.., { } line] || line.Split(' ') is not [_, var allocated, var resident])
            {
                throw new BenchmarkFailedException($"Reading '{subject.Name}' in a process of its own failed:\n{string.Join('\n', child.LastLines)}");
            }

            return new(subject.Name, subject.Body.Length, long.Parse(allocated, CultureInfo.InvariantCulture), long.Parse(resident, CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>In that process: reads the file and says how many events that gave, how many bytes it allocated, and by how many the working set grew at most.</summary>
    public static string ReadOnce(string file)
    {
        // The code is compiled before the measuring begins.
        WhatsAppPayload.Read(ParseBodies.Text().Body);
        var body = File.ReadAllBytes(file);
        using var process = Process.GetCurrentProcess();
        GC.Collect();

        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var residentBefore = process.WorkingSet64;

        // One after another, as the worker takes them.
        var events = WhatsAppPayload.Enumerate(body).Count();

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        process.Refresh();
        var resident = Math.Max(0, process.PeakWorkingSet64 - residentBefore);

        return string.Create(CultureInfo.InvariantCulture, $"{events} {allocated} {resident}");
    }
}
