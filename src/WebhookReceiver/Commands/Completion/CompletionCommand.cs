using System.CommandLine;

namespace WebhookReceiver.Commands.Completion;

/// <summary><c>completion bash|zsh|fish|powershell</c>: prints the script by which a shell completes commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Build()
    {
        var command = new Command("completion", "Print a script by which your shell completes commands and options. Example: source <(WebhookReceiver completion bash)");

        foreach (var shell in Shell.All)
        {
            var script = new Command(shell.Name, $"For {shell.Name}. Example: {shell.Example}");
            script.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(shell.ReadScript()));
            command.Subcommands.Add(script);
        }

        return command;
    }
}
