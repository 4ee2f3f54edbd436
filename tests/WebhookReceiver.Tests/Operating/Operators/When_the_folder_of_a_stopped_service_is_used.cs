using Microsoft.Extensions.Configuration;
using WebhookReceiver.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>Commands that read leave the folder as it is; what the others change is seen by the next start.</summary>
public sealed class When_the_folder_of_a_stopped_service_is_used : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    private string Inbox => temporary.File("inbox");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reading_changes_nothing(bool hasLock)
    {
        var ids = await FillAsync(hasLock);

        // Recovery by a service deletes this, and creates it again from the outcomes.
        await File.WriteAllTextAsync(Path.Combine(Inbox, "keys", $"{1:x16}-{2:x16}-0.keys"), "damaged", Patience.Token);
        var before = FailingReceiver.Snapshot(Inbox);

        foreach (var command in (string[])["inbox status", "inbox status --json", "inbox export", "inbox verify", "dead-letters list", "dead-letters list --json", $"dead-letters show {ids[0]}"])
        {
            var read = await Command.RunAsync(Inbox, command.Split(' '));

            Assert.True(read.ExitCode is 0, $"{command}: {read.ExitCode} {read.Errors}");
            Assert.Equal(before, FailingReceiver.Snapshot(Inbox));
        }

        Assert.Equal(3, (await Command.RunAsync(Inbox, "inbox", "status", "--json")).Json.GetProperty("dead_letters").GetInt32());
        Assert.Equal(3, (await Command.RunAsync(Inbox, "inbox", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_write_that_was_cut_off_and_damage_are_left_as_they_are()
    {
        await FillAsync(hasLock: true);

        foreach (var folder in (string[])["deliveries", "outcomes"])
        {
            await File.AppendAllTextAsync(Directory.EnumerateFiles(Path.Combine(Inbox, folder)).Order(StringComparer.Ordinal).Last(), "half a frame", Patience.Token);
        }

        var before = FailingReceiver.Snapshot(Inbox);
        var status = await Command.RunAsync(Inbox, "inbox", "status", "--json");

        Assert.Equal(3, status.Json.GetProperty("dead_letters").GetInt32());
        Assert.Equal(before, FailingReceiver.Snapshot(Inbox));
    }

    [Fact]
    public async Task Changes_are_seen_by_the_next_start()
    {
        var ids = await FillAsync(hasLock: true);

        var discarded = await Command.RunAsync(Inbox, "dead-letters", "discard", ids[0]);
        var erased = await Command.RunAsync(Inbox, "inbox", "erase", "--user", "15550100302");
        var replayed = await Command.RunAsync(Inbox, "dead-letters", "replay", ids[2]);
        var marked = await Command.RunAsync(Inbox, "inbox", "status", "--json");

        Assert.Equal((0, 0, 0), (discarded.ExitCode, erased.ExitCode, replayed.ExitCode));
        Assert.Equal((1, 1), (marked.Json.GetProperty("dead_letters").GetInt32(), marked.Json.GetProperty("replaying").GetInt32()));
        var handled = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var next = await FailingReceiver.StartAsync(
            id =>
            {
                handled.TrySetResult(id);
                return Task.CompletedTask;
            },
            copyOf: Inbox);
        Assert.Equal("wamid.3", await handled.Task.WaitAsync(Patience.Token));
        Assert.Empty(await next.Api.UntilAsync(static letters => letters.Count is 0));
    }

    [Fact]
    public async Task A_reader_has_exclusive_access_and_cannot_change_anything()
    {
        var ids = await FillAsync(hasLock: true);
        await using var reading = await StoppedInbox.OpenAsync(Settings(), static _ => { }, isReadOnly: true);

        await Assert.ThrowsAsync<InboxInUseException>(() => StoppedInbox.OpenAsync(Settings(), static _ => { }));
        await Assert.ThrowsAsync<InboxInUseException>(() => StoppedInbox.OpenAsync(Settings(), static _ => { }, isReadOnly: true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.Inbox.DiscardAsync(Guid.Parse(ids[0]), Patience.Token).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.Inbox.ReplayAsync(Guid.Parse(ids[0]), Patience.Token).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.Inbox.RunAsync(new JobRequest(JobKind.Discard, DeadLetterFilter.All), cancellationToken: Patience.Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.Inbox.EraseAsync("15550100301", Patience.Token).AsTask());
        Assert.Equal(3, (await reading.Inbox.StatusAsync(Patience.Token)).DeadLetters);
    }

    [Fact]
    public async Task While_one_command_writes_no_other_can_read()
    {
        await FillAsync(hasLock: false);
        await using var writing = await StoppedInbox.OpenAsync(Settings(), static _ => { });

        await Assert.ThrowsAsync<InboxInUseException>(() => StoppedInbox.OpenAsync(Settings(), static _ => { }, isReadOnly: true));
    }

    public void Dispose() => temporary.Dispose();

    private IConfiguration Settings() => new ConfigurationBuilder().AddInMemoryCollection([new("Inbox:Directory", Inbox), new("Inbox:MinimumFreeBytes", "0")]).Build();

    /// <summary>What is left by a service that has created dead letters of three messages from three people.</summary>
    /// <returns>The ids of the dead letters.</returns>
    private async Task<IReadOnlyList<string>> FillAsync(bool hasLock)
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        var ids = new List<string>();

        for (var index = 1; index <= 3; index++)
        {
            await receiver.SendAsync($"1555010030{index}", $"wamid.{index}");
            ids.Add((await receiver.Api.UntilAsync(letters => letters.Count == index))[0].GetProperty("id").GetString()!);
        }

        await receiver.UntilSettledAsync();
        await receiver.Receiver.DisposeAsync();
        FailingReceiver.CopyFolder(receiver.Directory, Inbox);

        if (hasLock)
        {
            // The program itself disposes of its host as well, so this one may be released only a moment later.
            await Poll.UntilAsync(() => Task.FromResult(TryCopyLock(receiver.Directory)), "the lock was released", Patience.Token);
        }

        Directory.CreateDirectory(Path.Combine(Inbox, "keys"));
        return ids;
    }

    private bool TryCopyLock(string from)
    {
        try
        {
            File.Copy(Path.Combine(from, "lock"), Path.Combine(Inbox, "lock"), overwrite: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
