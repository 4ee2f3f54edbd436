using System.CommandLine;

namespace WebhookReceiver.Commands.Completion;

/// <summary><c>completion bash|zsh|fish|powershell</c>: prints the script that makes a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Build()
    {
        var command = new Command("completion", "Print a script that makes your shell complete commands and options. Example: source <(WebhookReceiver completion bash)");

        foreach (var shell in Shell.All)
        {
            var script = new Command(shell.Name, $"For {shell.Name}. Example: {shell.Example}");
            script.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(shell.ReadScript()));
            command.Subcommands.Add(script);
        }

        return command;
    }
}
