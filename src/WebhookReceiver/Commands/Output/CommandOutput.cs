using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace WebhookReceiver.Commands.Output;

/// <summary>Chooses how a command answers: JSON if requested, tables and progress on a terminal, otherwise plain text.</summary>
internal sealed class CommandOutput(Option<bool> json)
{
    public void Write<T>(ParseResult parsed, T answer, JsonTypeInfo<T> type, Action<IOutput, T> write)
    {
        if (parsed.GetValue(json))
        {
            Console.WriteLine(Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(answer, type)));
            return;
        }

        write(StandardOutput.IsTerminal ? new TerminalOutput(ConsoleOf(Console.Out)) : new PlainOutput(Console.Out), answer);
    }

    /// <summary>Runs work that may take long, with a progress message if the answer goes to a terminal.</summary>
    public Task<T> WhileAsync<T>(ParseResult parsed, string what, Func<Task<T>> work) => WhileAsync(parsed, what, StandardOutput.IsTerminal, work);

    /// <summary>The same for work that writes to the output itself, during which nothing else may appear on the terminal.</summary>
    public Task<T> WhileWritingAsync<T>(ParseResult parsed, string what, Func<Task<T>> work) => WhileAsync(parsed, what, StandardOutput.IsFile, work);

    /// <summary>Runs work that reports how far it is: a bar if the answer goes to a terminal, otherwise lines.</summary>
    public Task<T> WithProgressAsync<T>(ParseResult parsed, string what, Func<Action<int, int>, Task<T>> work) =>
        parsed.GetValue(json) ? work(static (_, _) => { })
        : StandardOutput.IsTerminal && !Console.IsErrorRedirected ? JobProgress.ShowBarAsync(ConsoleOf(Console.Error), what, work)
        : JobProgress.WriteLinesAsync(Console.Error, what, work);

    /// <summary>Asks a person at a terminal. Without one, and for a program that reads JSON, the answer is yes: who wrote the command has decided.</summary>
    public bool Confirms(ParseResult parsed, string question)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected || parsed.GetValue(json))
        {
            return true;
        }

        Console.Error.Write($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    // On the error stream, so that it does not mix with the answer.
    private Task<T> WhileAsync<T>(ParseResult parsed, string what, bool isShown, Func<Task<T>> work) =>
        isShown && !Console.IsErrorRedirected && !parsed.GetValue(json) ? WorkProgress.ShowAsync(ConsoleOf(Console.Error), what, work) : work();

    private static IAnsiConsole ConsoleOf(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
