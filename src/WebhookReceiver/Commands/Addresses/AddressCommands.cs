using System.CommandLine;
using System.Text.Json.Serialization;
using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Commands.Addresses;

/// <summary><c>addresses refresh</c>.</summary>
internal sealed class AddressCommands(Func<IConfiguration> settings, CommandOutput output)
{
    private const string DefaultServer = "whois.radb.net";

    /// <summary>Meta's autonomous system.</summary>
    private const string DefaultOrigin = "AS32934";

    public Command Build(string name) => new(name, "The addresses from which an endpoint may be called. Example: addresses refresh") { Refresh() };

    private Command Refresh()
    {
        var endpoint = new Option<string>("--endpoint") { Description = "The endpoint whose list is written.", DefaultValueFactory = static _ => "default" };
        var file = new Option<string>("--file") { Description = "The file to write. Default: AllowedAddresses of the endpoint." };
        var command = new Command(
            "refresh",
            "Ask the routing registry (Addresses:WhoisServer) for all networks with Meta's origin (Addresses:Origin), and write them to the file, which a running service reads at once. Example: addresses refresh --endpoint default")
        {
            endpoint, file,
        };

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = settings();
            var path = parsed.GetValue(file) is { Length: > 0 } chosen ? Path.GetFullPath(chosen) : PathOf(configuration, parsed.GetValue(endpoint)!);
            var server = configuration["Addresses:WhoisServer"] is { Length: > 0 } other ? other : DefaultServer;
            var origin = configuration["Addresses:Origin"] is { Length: > 0 } system ? system : DefaultOrigin;
            var routes = await output.WhileAsync(parsed, $"Asking {server}", () => new WhoisClient(server, TimeoutOf(configuration)).RoutesOfAsync(origin, cancellationToken));
            var networks = AddressList.Of(routes, out var refused);

            if (networks.Count is 0)
            {
                throw new CommandFailedException($"{server} knows no network with the origin {origin}. The list was not changed.");
            }

            await AddressList.WriteAsync(path, networks, origin, server, TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(parsed, new AddressReport(path, networks.Count, refused), AddressJson.Default.AddressReport, Write);
            return ExitCode.Fine;
        });
        return command;
    }

    private static string PathOf(IConfiguration configuration, string endpoint)
    {
        var key = endpoint.Equals("default", StringComparison.OrdinalIgnoreCase) ? "WhatsApp:AllowedAddresses" : $"WhatsApp:Endpoints:{endpoint}:AllowedAddresses";

        return configuration[key] is { Length: > 0 } path
            ? CommandSettings.Resolve(configuration, path)
            : throw new CommandFailedException($"{key} is not set; set it to the path of the list, or give --file.");
    }

    private static TimeSpan TimeoutOf(IConfiguration configuration) =>
        TimeSpan.TryParse(configuration["Addresses:Timeout"], System.Globalization.CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero ? timeout : TimeSpan.FromSeconds(30);

    private static void Write(IOutput output, AddressReport report)
    {
        output.Line($"{report.Path} has {report.Networks} networks.");

        foreach (var route in report.Refused)
        {
            output.Line($"Left out: {route}, which is not a network, or too large to be one owner's.");
        }
    }
}

/// <summary>What was written.</summary>
internal sealed record AddressReport(string Path, int Networks, IReadOnlyList<string> Refused);

/// <summary>The report as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AddressReport))]
internal sealed partial class AddressJson : JsonSerializerContext;
