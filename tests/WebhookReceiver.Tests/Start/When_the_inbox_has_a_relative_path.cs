using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>A service that is started from another directory finds the same inbox, and logs where it is.</summary>
[Trait("row", "O01")]
public sealed class When_the_inbox_has_a_relative_path : IDisposable
{
    private const int WindowShort = 1208;

    private readonly string relative = $"inbox-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Expected => Path.Combine(AppContext.BaseDirectory, relative);

    [Fact]
    public async Task It_is_next_to_the_settings_file_for_the_service_and_for_the_commands()
    {
        await using var process = ReceiverProcess.Start(new(StringComparer.Ordinal) { ["Inbox:Directory"] = relative });
        await process.UntilReadyAsync(Token);

        Assert.Contains($"The inbox is in \\\"{Expected}\\\"", process.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(Expected, (await process.InboxHealthAsync(Token)).GetProperty("directory").GetString());
        Assert.True(Directory.Exists(Path.Combine(Expected, "deliveries")));

        process.Terminate();
        await process.UntilExitAsync(Token);
        var status = await Command.RunAsync(relative, "inbox", "status");

        Assert.Equal(0, status.ExitCode);
    }

    [Theory]
    [InlineData("7", true)]
    [InlineData("8", false)]
    public async Task A_window_shorter_than_Metas_repetitions_causes_a_warning(string days, bool isWarned)
    {
        using var log = new LogLines(LogLine.IsOrdinary);
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Inbox:DuplicateWindowDays"] = days }, services => services.AddLogging(logging => logging.AddProvider(log)));

        Assert.Equal(isWarned, log.All.Any(static line => line.Id is WindowShort));
    }

    public void Dispose()
    {
        if (Directory.Exists(Expected))
        {
            Directory.Delete(Expected, recursive: true);
        }
    }
}
