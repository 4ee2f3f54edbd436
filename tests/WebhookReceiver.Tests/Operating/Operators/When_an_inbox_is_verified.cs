using System.Buffers.Binary;
using WebhookReceiver.Journal;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class When_an_inbox_is_verified : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    private string Inbox => temporary.File("inbox");

    private IReadOnlyList<string> Deliveries => [.. Directory.EnumerateFiles(Path.Combine(Inbox, "deliveries")).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_sound_inbox_is_reported_as_sound_and_stays_as_it_is()
    {
        await FillAsync(lives: 2);
        var before = FailingReceiver.Snapshot(Inbox);

        var text = await Command.RunAsync(Inbox, "inbox", "verify");
        var json = await Command.RunAsync(Inbox, "inbox", "verify", "--json");

        Assert.Equal(0, text.ExitCode);
        Assert.Contains("sound", text.Output, StringComparison.Ordinal);
        Assert.True(json.Json.GetProperty("sound").GetBoolean());
        Assert.Equal(6, json.Json.GetProperty("deliveries").GetProperty("frames").GetInt64());
        Assert.Equal(2, json.Json.GetProperty("deliveries").GetProperty("segments").GetArrayLength());
        Assert.Equal(before, FailingReceiver.Snapshot(Inbox));
    }

    [Fact]
    public async Task It_works_while_the_service_runs_and_on_a_read_only_folder()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        await receiver.SendAsync("15550100301", "wamid.1");
        var api = await receiver.Api.ReadAsync(HttpMethod.Get, "/api/inbox/verify");
        FailingReceiver.CopyFolder(receiver.Directory, Inbox);
        MayWrite(Inbox, isAllowed: false);

        try
        {
            Assert.Equal(0, (await Command.RunAsync(receiver.Directory, "inbox", "verify")).ExitCode);
            Assert.Equal(0, (await Command.RunAsync(Inbox, "inbox", "verify")).ExitCode);
            Assert.Equal(1, api.GetProperty("deliveries").GetProperty("frames").GetInt64());
            Assert.True(api.GetProperty("sound").GetBoolean());
        }
        finally
        {
            MayWrite(Inbox, isAllowed: true);
        }
    }

    [Fact]
    public async Task Flipped_bits_are_reported_with_their_position()
    {
        await FillAsync(lives: 1);
        var bytes = await File.ReadAllBytesAsync(Deliveries[0], Patience.Token);
        var place = SegmentHeader.Size + FrameHeader.Size + 40;
        bytes[place] ^= 1;
        await File.WriteAllBytesAsync(Deliveries[0], bytes, Patience.Token);

        var text = await Command.RunAsync(Inbox, "inbox", "verify");
        var found = await Command.RunAsync(Inbox, "inbox", "verify", "--json");

        var segment = found.Json.GetProperty("deliveries").GetProperty("segments")[0];
        var range = segment.GetProperty("damage")[0];
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("DAMAGED", text.Output, StringComparison.Ordinal);
        Assert.Equal(2, segment.GetProperty("frames").GetInt64());
        Assert.InRange(place, range.GetProperty("offset").GetInt64(), range.GetProperty("offset").GetInt64() + range.GetProperty("length").GetInt64());
    }

    [Fact]
    public async Task A_file_cut_off_before_its_synced_end_is_damaged()
    {
        await FillAsync(lives: 2);

        await using (var file = File.OpenWrite(Deliveries[0]))
        {
            file.SetLength(file.Length - 8);
        }

        var found = await Command.RunAsync(Inbox, "inbox", "verify", "--json");

        Assert.Equal(1, found.ExitCode);
        Assert.Equal(1, found.Json.GetProperty("deliveries").GetProperty("segments")[0].GetProperty("damage").GetArrayLength());
    }

    [Fact]
    public async Task A_write_cut_off_at_the_end_is_not_damage()
    {
        await FillAsync(lives: 1);

        await using (var file = File.OpenWrite(Deliveries[0]))
        {
            file.SetLength(file.Length - 8);
        }

        var found = await Command.RunAsync(Inbox, "inbox", "verify", "--json");

        Assert.Equal(0, found.ExitCode);
        Assert.True(found.Json.GetProperty("deliveries").GetProperty("segments")[0].GetProperty("tail_bytes").GetInt64() > 0);
    }

    [Fact]
    public async Task A_missing_file_is_reported()
    {
        await FillAsync(lives: 3);
        File.Delete(Deliveries[1]);

        var found = await Command.RunAsync(Inbox, "inbox", "verify", "--json");
        var refused = await Command.RunAsync(Inbox, "dead-letters", "list");

        Assert.Equal(1, found.ExitCode);
        Assert.Equal("0000000000000002", found.Json.GetProperty("deliveries").GetProperty("missing")[0].GetString());
        Assert.Equal(4, found.Json.GetProperty("deliveries").GetProperty("gaps")[0].GetProperty("from").GetInt64());
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("is missing segments", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_newer_version_wrote_is_refused_and_stays_as_it_is()
    {
        await FillAsync(lives: 1);
        MakeNewer(Deliveries[0]);
        var before = FailingReceiver.Snapshot(Inbox);

        foreach (var command in new[] { "inbox verify", "inbox status", "inbox export", "dead-letters list" })
        {
            var refused = await Command.RunAsync(Inbox, command.Split(' '));

            Assert.Equal(2, refused.ExitCode);
            Assert.Contains($"version {SegmentHeader.CurrentVersion + 1}", refused.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, FailingReceiver.Snapshot(Inbox));
    }

    [Fact]
    public async Task Where_there_is_no_inbox_none_is_created()
    {
        foreach (var command in new[] { "inbox verify", "inbox status", "dead-letters list" })
        {
            Assert.Equal(2, (await Command.RunAsync(Inbox, command.Split(' '))).ExitCode);
        }

        Assert.False(Directory.Exists(Inbox));
    }

    public void Dispose() => temporary.Dispose();

    private static void MayWrite(string directory, bool isAllowed)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Append(directory))
        {
            var mode = UnixFileMode.UserRead | (Directory.Exists(path) ? UnixFileMode.UserExecute : UnixFileMode.None) | (isAllowed ? UnixFileMode.UserWrite : UnixFileMode.None);
            File.SetUnixFileMode(path, mode);
        }
    }

    private static void MakeNewer(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.True(SegmentName.TryParse(Path.GetFileName(path), out var name));
        Assert.True(SegmentHeader.TryRead(bytes, name, out var header));
        (header with { Version = SegmentHeader.CurrentVersion + 1 }).Write(bytes, name);
        Assert.Equal(SegmentHeader.CurrentVersion + 1, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Runs this many lives of a service, with three deliveries in each.</summary>
    private async Task FillAsync(int lives)
    {
        for (var life = 1; life <= lives; life++)
        {
            await using var receiver = await FailingReceiver.StartAsync(static _ => Task.CompletedTask, copyOf: life is 1 ? null : Inbox);

            for (var index = 1; index <= 3; index++)
            {
                await receiver.SendAsync("15550100301", $"wamid.{life}.{index}");
            }

            await receiver.UntilSettledAsync();
            await receiver.Receiver.DisposeAsync();

            if (Directory.Exists(Inbox))
            {
                Directory.Delete(Inbox, recursive: true);
            }

            FailingReceiver.CopyFolder(receiver.Directory, Inbox);
        }
    }
}
