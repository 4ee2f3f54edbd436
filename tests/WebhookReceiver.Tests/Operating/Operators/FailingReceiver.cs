using System.Net;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>A receiver with a journal and one handler, which fails for as long as the test wants.</summary>
internal sealed class FailingReceiver : IAsyncDisposable
{
    private readonly TemporaryDirectory temporary = new();

    private FailingReceiver(string? copyOf, Func<string, Task> handler, Dictionary<string, string?>? settings)
    {
        Directory = temporary.File("inbox");

        if (copyOf is not null)
        {
            CopyFolder(copyOf, Directory);
        }

        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Journal",
            ["Inbox:Directory"] = Directory,
            ["Inbox:MinimumFreeBytes"] = "0",
            ["Dispatch:MaxAttempts"] = "1",
        };

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        Receiver = Receiver.Start(all, services =>
        {
            services.RemoveHandlers();
            services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message) => handler(message.MessageId!));
        });
    }

    public string Directory { get; }

    public Receiver Receiver { get; }

    public ApiClient Api => ApiClient.Of(Receiver, Directory);

    public static async Task<FailingReceiver> StartAsync(
        Func<string, Task> handler, string? copyOf = null, Dictionary<string, string?>? settings = null)
    {
        var started = new FailingReceiver(copyOf, handler, settings);

        await Poll.UntilAsync(started.IsReadyAsync, "the service was ready", Patience.Token);
        return started;
    }

    public async Task SendAsync(string from, string id, string text = "hello")
    {
        using var answer = await Receiver.PostAsync(Notifications.Text(from, id, text), Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Waits until nothing is open.</summary>
    public Task UntilSettledAsync() => Api.UntilStatusAsync("open_deliveries", static open => open is 0);

    /// <summary>Copies what another process would find if this one had died at this moment.</summary>
    public static void CopyFolder(string from, string to)
    {
        System.IO.Directory.CreateDirectory(to);

        // The lock is held by the process that is still running, which is not the one that died.
        foreach (var file in System.IO.Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) is not "lock"))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Every file of a folder with its length, its time and a checksum, to see that nothing changed.</summary>
    public static IReadOnlyList<string> Snapshot(string directory) =>
    [
        .. System.IO.Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static path =>
            File.Exists(path)
                ? $"{path} {File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"
                : $"{path} {System.IO.Directory.GetLastWriteTimeUtc(path):O}"),
    ];

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        temporary.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var ready = await Receiver.Http.GetAsync(new Uri(Receiver.OperationsUrl, "/health/ready"), Patience.Token);
        return ready.StatusCode is HttpStatusCode.OK;
    }
}
