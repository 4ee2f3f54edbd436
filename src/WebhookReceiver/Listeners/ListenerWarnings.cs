namespace WebhookReceiver.Listeners;

/// <summary>Warns at the start of addresses that listen more widely than they may be meant to.</summary>
internal sealed partial class ListenerWarnings(ListenerSettings settings, IConfiguration configuration, ILogger<ListenerWarnings> logger) : IHostedService
{
    /// <summary>Set by the images of .NET. In a container all addresses are those of the container, and what is published decides.</summary>
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

    [LoggerMessage(1020, LogLevel.Warning, "Operations:Url is {Url}: everybody who reaches this machine reaches the operations listener. Give it an address, or shut its port in the firewall")]
    private static partial void OperationsEverywhere(ILogger logger, string url);

    [LoggerMessage(1021, LogLevel.Warning, "Urls has {Url}: a host name is not looked up, so the public listener answers on all addresses. Write an IP address, or * for all")]
    private static partial void NameListenedOnEverywhere(ILogger logger, string url);
}
