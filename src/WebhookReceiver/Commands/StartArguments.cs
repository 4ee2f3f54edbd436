namespace WebhookReceiver.Commands;

/// <summary>The service's own command line: settings and <c>--accept-loss</c>. Anything else is a command, or a typo that must not start a service.</summary>
internal static class StartArguments
{
    /// <summary>Accepts, for this start only, that a file of the inbox is missing.</summary>
    public const string AcceptLoss = "--accept-loss";

    /// <summary>.NET host settings without a colon in their names.</summary>
    private static readonly string[] OfHosts =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "webroot", "AllowedHosts", "shutdownTimeoutSeconds", "detailedErrors",
        "captureStartupErrors", "suppressStatusMessages", "preferHostingUrls", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup", "startupAssembly",
    ];

    /// <summary>Whether the arguments start the service.</summary>
    public static bool AreMeant(string[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] is AcceptLoss)
            {
                continue;
            }

            if (!IsSetting(arguments[index]))
            {
                return false;
            }

            // Its value may be the next argument.
            index += arguments[index].Contains('=', StringComparison.Ordinal) ? 0 : 1;
        }

        return true;
    }

    /// <summary>All arguments are settings except <c>--accept-loss</c>: it applies to one start, and as a setting it would be forgotten in a file.</summary>
    public static string[] AsSettings(string[] arguments) =>
        [.. arguments.Select(static argument => argument is AcceptLoss ? "--Inbox:AcceptLoss=true" : argument)];

    private static bool IsSetting(string argument)
    {
        var name = argument.Split('=')[0];
        var key = name.StartsWith("--", StringComparison.Ordinal) ? name[2..] : name.TrimStart('/');
        var isNamed = name.StartsWith("--", StringComparison.Ordinal) || name.StartsWith('/') || argument.Contains('=', StringComparison.Ordinal);

        // One without a value sets nothing: a host that starts this one passes section names this way.
        return isNamed && (argument.EndsWith('=') || key.Contains(':', StringComparison.Ordinal) || OfHosts.Contains(key, StringComparer.OrdinalIgnoreCase));
    }
}
