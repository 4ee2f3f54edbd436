namespace WebhookReceiver.Commands;

/// <summary>The exit codes of a command.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>Nothing was found, damage was found, or what is registered is not as requested.</summary>
    public const int NothingOrDamage = 1;

    /// <summary>The command was not understood, could not access the inbox, or was refused by a remote service.</summary>
    public const int NotDone = 2;
}
