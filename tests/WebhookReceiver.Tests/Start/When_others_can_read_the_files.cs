using System.Runtime.Versioning;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>Existing files keep their mode, and the log says who can read them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class When_others_can_read_the_files
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Secret = """{ "WhatsApp": { "AppSecret": "scenario-app-secret-0123456789" } }""";
    private const string NoSecret = """{ "WhatsApp": { "Path": "/webhook" } }""";

    [Theory]
    [InlineData(UnixFileMode.None, false)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherRead, true)]
    [InlineData(UnixFileMode.OtherWrite, true)]
    public async Task Of_the_inbox_and_the_event_log(UnixFileMode mode, bool isWarnedOf)
    {
        using var temporary = new TemporaryDirectory();
        Directory.CreateDirectory(temporary.File("inbox"));
        await File.WriteAllTextAsync(temporary.File("events"), string.Empty, Patience.Token);
        File.SetUnixFileMode(temporary.File("inbox"), Owner | mode);
        File.SetUnixFileMode(temporary.File("events"), Owner | mode);
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Inbox:Directory"] = temporary.File("inbox"), ["EventLog:Path"] = temporary.File("events") });

        await process.UntilReadyAsync(Patience.Token);

        Assert.Equal(isWarnedOf, process.Output.Contains($"Inbox:Directory\\\" ({Quoted(temporary.File("inbox"))}) contains", StringComparison.Ordinal));
        Assert.Equal(isWarnedOf, process.Output.Contains($"EventLog:Path\\\" ({Quoted(temporary.File("events"))}) contains", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Secret, UnixFileMode.GroupRead, null)]
    [InlineData(Secret, UnixFileMode.OtherRead, "\"Id\":1022")]
    [InlineData(NoSecret, UnixFileMode.OtherRead, null)]
    [InlineData(NoSecret, UnixFileMode.OtherWrite, "\"Id\":1023")]
    public async Task Of_the_settings(string settings, UnixFileMode mode, string? expected)
    {
        var name = $"Modes{Guid.NewGuid():N}";
        var file = Path.Combine(AppContext.BaseDirectory, $"appsettings.{name}.json");
        await File.WriteAllTextAsync(file, settings, Patience.Token);
        File.SetUnixFileMode(file, Owner | mode);

        try
        {
            await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = name });
            await process.UntilReadyAsync(Patience.Token);
            var warnings = process.Output.Split('\n').Where(static line => line.Contains("\"Id\":1022", StringComparison.Ordinal) || line.Contains("\"Id\":1023", StringComparison.Ordinal)).ToList();

            Assert.Equal(expected is not null, warnings.Count is 1 && warnings[0].Contains(expected ?? string.Empty, StringComparison.Ordinal));
            Assert.DoesNotContain(Receiver.AppSecret, process.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.OtherRead, true)]
    public async Task Of_a_secret_in_a_file_of_its_own(UnixFileMode mode, bool isWarnedOf)
    {
        using var temporary = new TemporaryDirectory();
        await File.WriteAllTextAsync(temporary.File("app-secret"), Receiver.AppSecret, Patience.Token);
        File.SetUnixFileMode(temporary.File("app-secret"), Owner | mode);
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["WhatsApp:AppSecret"] = string.Empty, ["WhatsApp:AppSecretFile"] = temporary.File("app-secret") });

        await process.UntilReadyAsync(Patience.Token);

        Assert.Equal(isWarnedOf, process.Output.Contains("\"Id\":1022", StringComparison.Ordinal) && process.Output.Contains(temporary.File("app-secret"), StringComparison.Ordinal));
        Assert.DoesNotContain(Receiver.AppSecret, process.Output, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => $"\\\"{text}\\\"";
}
