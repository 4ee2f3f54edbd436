using System.CommandLine;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Listeners;

namespace WebhookReceiver.Operations;

/// <summary>
/// <c>WebhookReceiver health [live|ready]</c>: asks the running service on this machine and exits with 0 or 1. For a container's health
/// check, where there is no <c>curl</c>.
/// </summary>
internal static class HealthCommand
{
    private const string Live = "live";
    private const string Ready = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Build()
    {
        var what = new Argument<string>("what") { Description = "live or ready.", DefaultValueFactory = static _ => Live };
        what.AcceptOnlyFromAmong(Live, Ready);
        var command = new Command("health", "Ask the running service on this machine; exits with 0 or 1. Example: health ready") { what };
        command.SetAction(parsed => RunAsync(parsed.GetValue(what)!));
        return command;
    }

    private static async Task<int> RunAsync(string what)
    {
        try
        {
            var path = what is Ready ? OperationsExtensions.ReadyPath : OperationsExtensions.LivePath;
            var configuration = Settings();
            using var client = OwnCertificate.Client(configuration);
            client.Timeout = Patience;
            using var answer = await client.GetAsync(new Uri(ListenerSettings.Read(configuration).OperationsUrlFromHere(), path));
            Console.WriteLine(Printable.EscapeLines(await answer.Content.ReadAsStringAsync()));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or InvalidConfigurationException)
        {
            await Console.Error.WriteLineAsync(Printable.EscapeLines($"No answer: {exception.Message}"));
            return 1;
        }
    }

    /// <summary>The same settings file and environment as the service's; the service's command line is not known here.</summary>
    private static IConfigurationRoot Settings() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .Build();
}
