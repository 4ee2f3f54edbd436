using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox;

/// <summary>What relative paths in the settings are relative to.</summary>
[Trait("row", "O01")]
public sealed class SettingsPathsTests : IDisposable
{
    private readonly string temporary = Directory.CreateTempSubdirectory("settings-paths-").FullName;
    private readonly string root;

    public SettingsPathsTests()
    {
        // Deeper than the current directory, so that a relative path does not end at the root of the file system from both.
        var depth = Environment.CurrentDirectory.Count(static character => character == Path.DirectorySeparatorChar) + 1;
        root = Path.Combine([temporary, .. Enumerable.Repeat("deeper", depth)]);
        Directory.CreateDirectory(root);
    }

    [Fact]
    public void Outside_development_a_path_is_relative_to_the_folder_of_the_settings_file()
    {
        var (inbox, log) = Resolve("some/inbox", "Production");

        Assert.Equal(Path.Combine(root, "some/inbox"), inbox.Directory);
        Assert.Equal(Path.Combine(root, "some/inbox"), log.Path);
    }

    [Fact]
    public void In_development_a_path_is_relative_to_the_current_directory()
    {
        var (inbox, log) = Resolve("some/inbox", "Development");

        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "some/inbox"), inbox.Directory);
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "some/inbox"), log.Path);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public void An_absolute_path_is_unchanged(string environment)
    {
        var (inbox, log) = Resolve(Path.Combine(root, "inbox"), environment);

        Assert.Equal(Path.Combine(root, "inbox"), inbox.Directory);
        Assert.Equal(Path.Combine(root, "inbox"), log.Path);
    }

    [Fact]
    public void An_existing_inbox_in_the_current_directory_is_not_silently_ignored()
    {
        var earlier = Path.Combine(temporary, "earlier");
        Directory.CreateDirectory(Path.Combine(earlier, "deliveries"));

        var (inbox, _) = Resolve(Path.GetRelativePath(Environment.CurrentDirectory, earlier), "Production");
        var result = InboxStoreTests.Validator().Validate(name: null, inbox);

        var problem = Assert.Single(result.Failures!);
        Assert.Contains(earlier, problem, StringComparison.Ordinal);
        Assert.Contains(inbox.Directory, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inbox_in_the_right_place_is_used_whatever_else_exists()
    {
        var earlier = Path.Combine(temporary, "earlier");
        Directory.CreateDirectory(Path.Combine(earlier, "deliveries"));
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, earlier);
        Directory.CreateDirectory(Path.Combine(Path.GetFullPath(relative, root), "deliveries"));

        var (inbox, _) = Resolve(relative, "Production");

        Assert.True(InboxStoreTests.Validator().Validate(name: null, inbox).Succeeded);
    }

    public void Dispose() => Directory.Delete(temporary, recursive: true);

    private (InboxOptions Inbox, EventLogOptions Log) Resolve(string path, string environment)
    {
        var paths = new SettingsPaths(new Surroundings(environment, root));
        var inbox = new InboxOptions { Directory = path };
        var log = new EventLogOptions { Path = path };
        paths.PostConfigure(name: null, inbox);
        paths.PostConfigure(name: null, log);
        return (inbox, log);
    }

    private sealed class Surroundings(string name, string root) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = root;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
