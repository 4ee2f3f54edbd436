using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace WebhookReceiver.Commands.Output;

/// <summary>Shows how far something is that has a known number of steps: a bar on a terminal, a line now and then otherwise.</summary>
internal static class JobProgress
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <param name="console">The terminal.</param>
    /// <param name="what">What is done.</param>
    /// <param name="work">Does it, and reports the steps done and their number.</param>
    public static async Task<T> ShowBarAsync<T>(IAnsiConsole console, string what, Func<Action<int, int>, Task<T>> work)
    {
        // The cursor is hidden meanwhile; a user who ends the command for good gets it back.
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => console.Cursor.Show());

        return await console.Progress()
            .AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new TextColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(what), maxValue: 1);
                return await Task.Run(() => work((done, all) =>
                {
                    bar.MaxValue = Math.Max(1, all);
                    bar.Value = done;
                }));
            });
    }

    /// <param name="writer">Where the lines go.</param>
    /// <param name="what">What is done.</param>
    /// <param name="work">Does it, and reports the steps done and their number.</param>
    public static Task<T> WriteLinesAsync<T>(TextWriter writer, string what, Func<Action<int, int>, Task<T>> work)
    {
        var last = Stopwatch.GetTimestamp();

        return work((done, all) =>
        {
            if (done < all && Stopwatch.GetElapsedTime(last) >= LineInterval)
            {
                last = Stopwatch.GetTimestamp();
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {done} of {all}"));
            }
        });
    }

    /// <summary>Shows the steps done and their number.</summary>
    private sealed class TextColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0} of {task.MaxValue:0}"));
    }
}
