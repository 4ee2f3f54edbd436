namespace WebhookReceiver.Commands;

/// <summary>What a script sees of a command.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>There was nothing of what was asked for, or damage was found.</summary>
    public const int NothingOrDamage = 1;

    /// <summary>The command was not understood, or it could not get at the inbox.</summary>
    public const int NotDone = 2;
}
