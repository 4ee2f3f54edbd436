namespace WebhookReceiver.Commands.Completion;

/// <summary>A shell that can complete commands of this program, and the line that enables it.</summary>
internal sealed record Shell(string Name, string Script, string Example)
{
    public static IReadOnlyList<Shell> All { get; } =
    [
        new("bash", "completion.bash", "source <(WebhookReceiver completion bash)"),
        new("zsh", "completion.zsh", "source <(WebhookReceiver completion zsh)"),
        new("fish", "completion.fish", "WebhookReceiver completion fish | source"),
        new("powershell", "completion.ps1", "WebhookReceiver completion powershell | Out-String | Invoke-Expression"),
    ];

    /// <summary>The script, which asks the program at each press of the completion key.</summary>
    public string ReadScript()
    {
        using var script = new StreamReader(typeof(Shell).Assembly.GetManifestResourceStream(Script)!);
        return script.ReadToEnd();
    }
}
