using WebhookReceiver.Listeners;

namespace WebhookReceiver.Operations;

/// <summary>
/// <c>WebhookReceiver health [live|ready]</c>: asks the running service on this machine and exits with 0 or 1. For the health check of a
/// container, which has no <c>curl</c>.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not ([] or ["live"] or ["ready"]))
        {
            await Console.Error.WriteLineAsync("Usage: WebhookReceiver health [live|ready]");
            return 2;
        }

        try
        {
            var path = arguments is ["ready"] ? OperationsExtensions.ReadyPath : OperationsExtensions.LivePath;
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(new Uri(OperationsUrl(), path));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or InvalidConfigurationException)
        {
            await Console.Error.WriteLineAsync($"No answer: {exception.Message}");
            return 1;
        }
    }

    /// <summary>The same settings file and environment as the service's; its command line is not known here.</summary>
    private static Uri OperationsUrl()
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();

        return ListenerSettings.Read(configuration).OperationsUrlFromHere();
    }
}
