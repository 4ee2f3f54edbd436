using System.Diagnostics;
using System.Text.Json;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp.Tests;

namespace WebhookReceiver.Tests.Operating.Monitoring;

/// <summary>A real Prometheus that scrapes one receiver every second and loads the alert rules that are shipped. It listens on a free port of the loopback interface and keeps its data in a temporary folder.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly Sightings<string> output = new();
    private readonly HttpClient http = new();
    private readonly Process process;

    private PrometheusProcess(Uri target)
    {
        Url = new Uri($"http://127.0.0.1:{ReceiverProcess.FreePort()}");
        File.WriteAllText(folder.File("prometheus.yml"), $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: ["{RepositoryFiles.PathOf("src/WebhookReceiver/Operations/Alerts/alerts.yaml")}"]
            scrape_configs:
              - job_name: whatsapp-webhook-receiver
                static_configs: [{"{"} targets: ["{target.Authority}"] {"}"}]
            """);
        process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "prometheus",
                [$"--config.file={folder.File("prometheus.yml")}", $"--storage.tsdb.path={folder.File("data")}", $"--web.listen-address={Url.Authority}", "--log.level=warn"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.Path,
            },
        };
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
    }

    public Uri Url { get; }

    /// <summary>What it has printed so far: warnings and errors.</summary>
    public string Output => string.Join('\n', output.All);

    /// <param name="target">The operations listener of a receiver.</param>
    public static async Task<PrometheusProcess> StartAsync(Uri target)
    {
        Machine.NeedsCommands("prometheus");
        var started = new PrometheusProcess(target);

        try
        {
            started.process.Start();
            started.process.BeginOutputReadLine();
            started.process.BeginErrorReadLine();
            await Poll.UntilAsync(started.IsReadyAsync, "Prometheus was ready", Patience.Token);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>The part <c>data</c> of an answer of its API.</summary>
    public async Task<JsonElement> ReadAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(Url, path), Patience.Token);
        var text = await answer.Content.ReadAsStringAsync(Patience.Token);
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.GetProperty("data") : throw new InvalidOperationException($"{path}: {answer.StatusCode} {text}");
    }

    /// <summary>The series that a query returns now.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string query) =>
        [.. (await ReadAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}")).GetProperty("result").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        http.Dispose();

        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"Prometheus ended with {process.ExitCode}:\n{Output}");
        }

        try
        {
            using var answer = await http.GetAsync(new Uri(Url, "/-/ready"), Patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            output.Add(text);
        }
    }
}
