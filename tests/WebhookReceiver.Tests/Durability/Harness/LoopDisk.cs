using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>A small ext4 file system in a file, whose power can be cut, which can be filled, and which can be placed on something that is full.</summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string image;
    private readonly string? memory;
    private bool isMounted;

    private LoopDisk(bool onSmallMemory)
    {
        memory = onSmallMemory ? Directory.CreateDirectory(directory.File("memory")).FullName : null;
        image = Path.Combine(memory ?? directory.Path, "disk.img");
        Root = Directory.CreateDirectory(directory.File("disk")).FullName;
    }

    /// <summary>Where it is mounted.</summary>
    public string Root { get; }

    public string Inbox => Path.Combine(Root, "inbox");

    /// <param name="megabytes">Its size.</param>
    public static Task<LoopDisk> CreateAsync(int megabytes = 256) => CreateAsync(new LoopDisk(onSmallMemory: false), megabytes, ["-O", "has_journal"]);

    /// <summary>
    /// A disk that accepts writes and cannot keep them: what is written stays in memory at first, and finds no space when it is written back. That is
    /// the real failure that an injected one imitates.
    /// </summary>
    /// <remarks>
    /// The structures of the file system itself are there and journaled, so what fails is the data. Without that, one block of them that cannot be kept takes away data that was
    /// synced long before, and no program can do anything about it.
    /// </remarks>
    /// <param name="megabytes">The size that it claims to have.</param>
    /// <param name="megabytesThere">The size that it really has, until it is mounted again.</param>
    public static async Task<LoopDisk> CreateLyingAsync(int megabytes, int megabytesThere)
    {
        var disk = new LoopDisk(onSmallMemory: true);
        Machine.Needs("mkfs.ext4", "mount", "umount");
        await Machine.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytesThere}m", "tmpfs", disk.memory!);
        return await CreateAsync(disk, megabytes, ["-O", "has_journal", "-J", "size=4", "-E", "lazy_itable_init=0,lazy_journal_init=0"]);
    }

    /// <summary>Nothing that is not on the disk by now will ever get there.</summary>
    public void CutPower() => LibC.CutPower(Root);

    /// <summary>The power is back. No process may hold a file on it any more.</summary>
    public async Task MountAgainAsync(params string[] options)
    {
        await UnmountAsync();

        if (memory is not null)
        {
            // What the file system has in its journal has to find its place.
            await Machine.RunAsync("mount", "-o", "remount,size=1g", memory);
        }

        await MountAsync(options);
    }

    /// <summary>Changes the mount in place: <c>ro</c>, <c>rw</c>, <c>abort</c>.</summary>
    public Task RemountAsync(string how) => Machine.RunAsync("mount", "-o", $"remount,{how}", Root);

    public async ValueTask DisposeAsync()
    {
        await UnmountAsync();

        if (memory is not null)
        {
            await Machine.RunAsync("umount", memory);
        }

        directory.Dispose();
    }

    private static async Task<LoopDisk> CreateAsync(LoopDisk disk, int megabytes, string[] features)
    {
        Machine.Needs("mkfs.ext4", "mount", "umount", "losetup");

        await using (var file = File.Create(disk.image))
        {
            file.SetLength(megabytes * 1024L * 1024L);
        }

        await Machine.RunAsync("mkfs.ext4", ["-q", "-F", "-m", "0", .. features, disk.image]);
        await disk.MountAsync();
        return disk;
    }

    private async Task MountAsync(params string[] options)
    {
        try
        {
            await Machine.RunAsync("mount", "-o", string.Join(',', options.Prepend("loop")), image, Root);
            isMounted = true;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("loop", StringComparison.Ordinal) && !Directory.Exists("/sys/block/loop0"))
        {
            Machine.CannotRun($"there are no loop devices: {exception.Message}");
        }
    }

    private async Task UnmountAsync()
    {
        if (isMounted)
        {
            await Machine.RunAsync("umount", Root);
            isMounted = false;
        }
    }
}
