namespace WebhookReceiver.Commands;

/// <summary>The words of the service's own command line that stand for a setting.</summary>
internal static class StartArguments
{
    private const string AcceptLoss = "--accept-loss";

    /// <summary>All arguments are settings, but for <c>--accept-loss</c>: it is meant for one start, and a setting would be forgotten in a file.</summary>
    public static string[] AsSettings(string[] arguments) =>
        [.. arguments.Select(static argument => argument is AcceptLoss ? "--Inbox:AcceptLoss=true" : argument)];
}
