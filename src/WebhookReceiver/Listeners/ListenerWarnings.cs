namespace WebhookReceiver.Listeners;

/// <summary>Warns at startup of addresses that listen more widely than may be intended.</summary>
internal sealed partial class ListenerWarnings(ListenerSettings settings, IConfiguration configuration, ILogger<ListenerWarnings> logger) : IHostedService
{
    /// <summary>Set by the .NET images. In a container all addresses are the container's own, and what is published decides.</summary>
    private const string InContainer = "DOTNET_RUNNING_IN_CONTAINER";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.IsOperationsEverywhere && !IsInContainer())
        {
            OperationsEverywhere(logger, settings.OperationsUrl);
        }

        foreach (var url in settings.NamesListenedOnEverywhere)
        {
            NameListenedOnEverywhere(logger, url);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool IsInContainer() => (configuration[InContainer] ?? Environment.GetEnvironmentVariable(InContainer)) is "true" or "1";

    [LoggerMessage(1020, LogLevel.Warning, "Operations:Url is {Url}: everybody who can reach this machine can reach the operations listener. Bind it to an address, or close its port in the firewall")]
    private static partial void OperationsEverywhere(ILogger logger, string url);

    [LoggerMessage(1021, LogLevel.Warning, "Urls has {Url}: a host name is not resolved, so the public listener answers on all addresses. Write an IP address, or * for all")]
    private static partial void NameListenedOnEverywhere(ILogger logger, string url);
}
