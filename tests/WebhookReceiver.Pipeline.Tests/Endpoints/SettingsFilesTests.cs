using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Files;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

/// <summary>Settings files that change in a way which the framework's watcher does not see, or sees and says nothing about.</summary>
[Trait("row", "V07")]
public sealed class SettingsFilesTests : IDisposable
{
    private const int Exchanged = 1001;
    private const int ChangeRefused = 1002;
    private const int FileRefused = 1004;

    private readonly string folder = Directory.CreateTempSubdirectory("settings-files-").FullName;
    private readonly ManualClock clock = new();
    private readonly ListLogger<CallbackEndpoints> endpointsLog = new();
    private readonly ListLogger<SettingsFiles> filesLog = new();

    private string File => Path.Combine(folder, "secrets.json");

    [Fact]
    public async Task A_link_whose_target_is_exchanged_is_noticed()
    {
        // As Kubernetes mounts a secret: the file links to a folder that links to the version.
        Mount("..first", Settings("first-verify-token"));
        System.IO.File.CreateSymbolicLink(File, "..data/secrets.json");
        using var host = await StartAsync();
        var secrets = host.Services.GetRequiredService<CallbackEndpoints>().All[0];
        Assert.True(secrets.Secrets.HasToken("first-verify-token"));

        Mount("..second", Settings("second-verify-token"));
        clock.Advance(FileWatch.Interval);

        Assert.True(secrets.Secrets.HasToken("second-verify-token"));
        Assert.False(secrets.Secrets.HasToken("first-verify-token"));
        Assert.Equal([Exchanged], endpointsLog.Lines.Select(static line => line.Id));
    }

    [Fact]
    public async Task A_mistake_in_a_saved_file_is_logged_once_and_the_earlier_settings_stay()
    {
        await System.IO.File.WriteAllTextAsync(File, Settings("first-verify-token"), TestContext.Current.CancellationToken);
        using var host = await StartAsync();
        var secrets = host.Services.GetRequiredService<CallbackEndpoints>().All[0];

        await System.IO.File.WriteAllTextAsync(File, Settings("second-verify-token")[..^2], TestContext.Current.CancellationToken);
        clock.Advance(FileWatch.Interval);
        clock.Advance(FileWatch.Interval);

        var line = Assert.Single(filesLog.Lines);
        Assert.Equal((LogLevel.Error, FileRefused), (line.Level, line.Id));
        Assert.Contains("secrets.json", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("second-verify-token", line.Text, StringComparison.Ordinal);
        Assert.True(secrets.Secrets.HasToken("first-verify-token"));

        await System.IO.File.WriteAllTextAsync(File, Settings("third-verify-token"), TestContext.Current.CancellationToken);
        clock.Advance(FileWatch.Interval);

        Assert.True(secrets.Secrets.HasToken("third-verify-token"));
    }

    [Fact]
    public async Task A_change_that_is_not_valid_is_refused_once_however_often_it_is_loaded()
    {
        await System.IO.File.WriteAllTextAsync(File, Settings("first-verify-token"), TestContext.Current.CancellationToken);
        using var host = await StartAsync();
        var root = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();

        await System.IO.File.WriteAllTextAsync(File, Settings(string.Empty), TestContext.Current.CancellationToken);
        clock.Advance(FileWatch.Interval);
        root.Reload();

        Assert.Equal([ChangeRefused], endpointsLog.Lines.Select(static line => line.Id));

        await System.IO.File.WriteAllTextAsync(File, Settings("second-verify-token"), TestContext.Current.CancellationToken);
        clock.Advance(FileWatch.Interval);
        await System.IO.File.WriteAllTextAsync(File, Settings(string.Empty), TestContext.Current.CancellationToken);
        clock.Advance(FileWatch.Interval);

        Assert.Equal([ChangeRefused, Exchanged, ChangeRefused], endpointsLog.Lines.Select(static line => line.Id));
    }

    [Fact]
    public async Task A_file_that_is_away_for_a_moment_changes_nothing()
    {
        Mount("..first", Settings("first-verify-token"));
        System.IO.File.CreateSymbolicLink(File, "..data/secrets.json");
        using var host = await StartAsync();

        System.IO.File.Delete(Path.Combine(folder, "..data"));
        clock.Advance(FileWatch.Interval);

        Assert.Empty(endpointsLog.Lines);
        Assert.Empty(filesLog.Lines);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Settings(string token) => $$"""{ "WhatsApp": { "VerifyToken": "{{token}}", "AppSecret": "settings-app-secret-0123456789" } }""";

    /// <summary>Exchanges the link in one step, as the kubelet does.</summary>
    private void Mount(string version, string settings)
    {
        Directory.CreateDirectory(Path.Combine(folder, version));
        System.IO.File.WriteAllText(Path.Combine(folder, version, "secrets.json"), settings);
        System.IO.File.CreateSymbolicLink(Path.Combine(folder, "..new"), version);

        // The framework moves no link to a folder.
        using var move = Process.Start("mv", ["-T", Path.Combine(folder, "..new"), Path.Combine(folder, "..data")]);
        move.WaitForExit();
        Assert.Equal(0, move.ExitCode);
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Inbox:Store", "Memory")]);

        builder.Configuration.AddJsonFile(source => (source.Path, source.ReloadOnChange, source.FileProvider) = (Path.GetFileName(File), true, new Unwatched(folder)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ILogger<CallbackEndpoints>>(endpointsLog);
        builder.Services.AddSingleton<ILogger<SettingsFiles>>(filesLog);
        builder.Services.AddWhatsAppWebhooks();
        builder.Logging.ClearProviders();
        var host = builder.Build();

        // As mapping the callback paths does.
        host.Services.GetRequiredService<CallbackEndpoints>();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Without the framework's own watcher, so that what is seen here comes of this one.</summary>
    private sealed class Unwatched(string folder) : IFileProvider
    {
        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public IFileInfo GetFileInfo(string subpath) => new PhysicalFileInfo(new FileInfo(Path.Combine(folder, subpath)));

        public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }
}
