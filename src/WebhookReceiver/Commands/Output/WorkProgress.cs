using System.Runtime.InteropServices;
using Spectre.Console;

namespace WebhookReceiver.Commands.Output;

/// <summary>Shows on a terminal that work is in progress, and clears its line afterwards.</summary>
internal static class WorkProgress
{
    public static async Task<T> ShowAsync<T>(IAnsiConsole console, string what, Func<Task<T>> work)
    {
        // The cursor is hidden meanwhile; a user who cancels the command gets it back.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => console.Cursor.Show());
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => console.Cursor.Show());

        return await console.Status().StartAsync(Markup.Escape(what), _ => Task.Run(work));
    }
}
