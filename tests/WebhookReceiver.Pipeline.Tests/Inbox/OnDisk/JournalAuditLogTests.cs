using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>The audit log in its folder.</summary>
public sealed class JournalAuditLogTests : IDisposable
{
    private readonly InboxFolder folder = new(Directory.CreateTempSubdirectory("audit-").FullName);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Current => Path.Combine(folder.Path, JournalAuditLog.FileName);

    [Fact]
    public async Task It_is_bounded_and_read_across_both_files()
    {
        const int MostBytes = 200_000;
        using var log = Open(MostBytes);

        for (var number = 1; number <= 5000; number++)
        {
            await WriteAsync(log, number);
        }

        Assert.InRange(Directory.EnumerateFiles(folder.Path).Sum(static file => new FileInfo(file).Length), MostBytes, 2 * MostBytes);
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path).Count());
        var read = new List<AuditEntry>();

        while (await log.ReadAsync(AuditFilter.All, read.LastOrDefault()?.Id, 100, Token) is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, read.Count).Select(static number => 5000L - number), read.Select(static entry => entry.Count!.Value));
        Assert.InRange(read.Count, 1000, 4999);
    }

    [Theory]
    [InlineData("half a line")]
    [InlineData("no entry\n")]
    [InlineData("")]
    public async Task What_a_death_or_a_person_has_left_behind_the_last_line_costs_nothing_else(string left)
    {
        using (var log = Open())
        {
            await WriteAsync(log, 1);
        }

        await File.AppendAllTextAsync(Current, left, Token);

        using (var log = Open())
        {
            await WriteAsync(log, 2);
            Assert.Equal([2, 1], (await log.ReadAsync(AuditFilter.All, after: null, 10, Token)).Select(static entry => entry.Count));
        }
    }

    [Fact]
    public async Task What_cannot_be_written_fails_and_later_it_works_again()
    {
        using var log = Open();
        Directory.CreateDirectory(Current);
        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(log, 1));
        Directory.Delete(Current);

        await WriteAsync(log, 2);

        Assert.Equal(2, Assert.Single(await log.ReadAsync(AuditFilter.All, after: null, 10, Token)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_power_cut_loses_no_entry(int seed)
    {
        var disk = new SimulatedDisk(folder.Path);
        using var log = new JournalAuditLog(disk, folder);
        await WriteAsync(log, 1);
        await WriteAsync(log, 2);

        using var after = new JournalAuditLog(disk.AfterPowerCut(new Random(seed)), folder);

        Assert.Equal([2, 1], (await after.ReadAsync(AuditFilter.All, after: null, 10, Token)).Select(static entry => entry.Count));
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var log = Open();
        await WriteAsync(log, 1);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Current));
    }

    public void Dispose() => Directory.Delete(folder.Path, recursive: true);

    private static async Task WriteAsync(JournalAuditLog log, int number) =>
        await log.WriteAsync(new AuditEntry { At = DateTimeOffset.UnixEpoch, Action = "handler.paused", Count = number, By = "api key" }, Token);

    private JournalAuditLog Open(int mostBytes = JournalAuditLog.DefaultMostBytes) =>
        new(OperatingSystem.IsLinux() ? new PosixDisk() : new PortableDisk(), folder) { MostBytes = mostBytes };
}
