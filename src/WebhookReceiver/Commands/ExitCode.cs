namespace WebhookReceiver.Commands;

/// <summary>The exit codes of a command.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>Nothing was found, or damage was found.</summary>
    public const int NothingOrDamage = 1;

    /// <summary>The command was not understood, or could not access the inbox.</summary>
    public const int NotDone = 2;
}
