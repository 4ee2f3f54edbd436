namespace WebhookReceiver.Benchmarks;

/// <summary>Starts this executable once more as the server to compare with.</summary>
internal static class BareServerProcess
{
    public static Task<RunningServer> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");

        // With the runtime settings of the receiver: a ratio between two garbage collectors would say nothing about the code.
        var start = DotnetCommand.For(
            directory,
            "exec", "--runtimeconfig", ReceiverServer.RuntimeConfiguration, typeof(BareServerProcess).Assembly.Location, "bare", "--url", url.ToString());

        return RunningServer.StartAsync(
            "The bare server", start, callback: new Uri(url, ReceiverServer.CallbackPath), ready: url, startLimit: TimeSpan.FromSeconds(30), cancellationToken);
    }
}
