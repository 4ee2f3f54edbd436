using System.Runtime.InteropServices;
using Spectre.Console;

namespace WebhookReceiver.Commands.Output;

/// <summary>Shows on a terminal that work goes on, and leaves nothing of itself behind.</summary>
internal static class WorkProgress
{
    public static async Task<T> ShowAsync<T>(IAnsiConsole console, string what, Func<Task<T>> work)
    {
        // Who stops the command gets the cursor back, which is hidden meanwhile.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => console.Cursor.Show());
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => console.Cursor.Show());

        return await console.Status().StartAsync(Markup.Escape(what), _ => Task.Run(work));
    }
}
