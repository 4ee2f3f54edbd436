using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>The server takes an unknown host name to mean "all interfaces", and gives its own section precedence over the addresses.</summary>
public sealed class When_an_address_is_not_what_it_seems
{
    private const string ManyAddresses = "\"Id\":1020";
    private const string NameOfNothing = "\"Id\":1021";

    private static CancellationToken Token => Patience.Token;

    [Theory]
    [InlineData("http://locahost:8081")]
    [InlineData("http://operations.example.com:8081")]
    [InlineData("http://127.0.0.1.example.com:8081")]
    [InlineData("http://127.0.0.1:8081;http://127.0.0.1:8082")]
    [InlineData("http://unix:/run/operations.sock")]
    [InlineData("http://pipe:/operations")]
    public async Task The_operations_listener_requires_an_address_that_says_where_it_listens(string url)
    {
        var (exitCode, message) = await StartAttempt.RunAsync([new("Operations:Url", url)]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"  - Operations:Url is '{url}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Extra:Url", "http://127.0.0.1:0", "Kestrel:Endpoints:Extra ")]
    [InlineData("Kestrel:Endpoints:Extra:Protocols", "Http2", "Kestrel:Endpoints:Extra ")]
    [InlineData("Kestrel:EndpointDefaults:Protocols", "Http2", "Kestrel:EndpointDefaults:Protocols ")]
    [InlineData("Kestrel:EndpointDefaults:Protocols", "Http1AndHttp2AndHttp3", "Kestrel:EndpointDefaults:Protocols ")]
    [InlineData("Urls:0", "http://127.0.0.1:0", "Urls:0 ")]
    public async Task Settings_of_the_server_that_would_open_other_listeners_stop_the_start(string key, string value, string named)
    {
        var (exitCode, message) = await StartAttempt.RunAsync([new(key, value)]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"  - {named}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("+")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    public async Task A_wildcard_for_operations_causes_a_warning(string host)
    {
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Operations:Url"] = $"http://{host}:0", ["DOTNET_RUNNING_IN_CONTAINER"] = null });

        await UntilStartedAsync(process);

        Assert.Contains(ManyAddresses, process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_container_a_wildcard_is_what_is_meant()
    {
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Operations:Url"] = "http://+:0", ["DOTNET_RUNNING_IN_CONTAINER"] = "true" });

        await UntilStartedAsync(process);

        Assert.DoesNotContain("\"Level\":\"Warning\"", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://hooks.example.com:0", true)]
    [InlineData("http://*:0", false)]
    [InlineData("http://0.0.0.0:0", false)]
    [InlineData("http://127.0.0.1:0", false)]
    public async Task A_name_for_the_public_listener_means_all_addresses_and_causes_a_warning(string url, bool isWarnedOf)
    {
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Urls"] = url });

        await UntilStartedAsync(process);

        Assert.Equal(isWarnedOf, process.Output.Contains(NameOfNothing, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_listener_on_a_Unix_socket_is_the_public_one()
    {
        using var temporary = new TemporaryDirectory();
        var socket = temporary.File("receiver.sock");
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Urls"] = $"http://unix:{socket}" });
        await process.UntilReadyAsync(Token);
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(socket, token) });

        using var health = await http.GetAsync(new Uri("http://localhost/health/live"), Token);
        using var taken = await http.SendAsync(Notifications.Signed(new Uri("http://localhost/webhook"), Notifications.Text("15550100300", "wamid.1", "x")), Token);
        using var elsewhere = await process.Http.SendAsync(
            Notifications.Signed(new Uri(process.OperationsUrl, "/webhook"), Notifications.Text("15550100300", "wamid.2", "x")), Token);

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound), (health.StatusCode, taken.StatusCode, elsewhere.StatusCode));
    }

    /// <summary>The server's section is read at startup and not again, like everything except tokens and secrets.</summary>
    [Fact]
    public async Task A_listener_added_to_the_settings_of_a_running_service_is_not_opened()
    {
        using var temporary = new TemporaryDirectory();
        var file = temporary.File("more.json");
        await File.WriteAllTextAsync(file, "{}", Token);
        await using var receiver = Receiver.Start(host: builder => builder.ConfigureAppConfiguration(settings => settings.AddJsonFile(file, optional: false, reloadOnChange: false)));
        var root = (IConfigurationRoot)receiver.Services.GetService(typeof(IConfiguration))!;
        var port = FreePort();
        await File.WriteAllTextAsync(file, $$"""{ "Kestrel:Endpoints:Extra:Url": "http://127.0.0.1:{{port}}" }""", Token);

        root.Reload();
        await receiver.PostAsync(Notifications.Text("15550100300", "wamid.1", "x"), Token);

        Assert.NotNull(root[$"Kestrel:Endpoints:Extra:Url"]);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port, Token).AsTask());
    }

    /// <summary>The framework's line after which the service runs. With a port chosen by the server there is no known address to query.</summary>
    private static Task UntilStartedAsync(ReceiverProcess process) => process.UntilPrintedAsync("Application started", Token);

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
