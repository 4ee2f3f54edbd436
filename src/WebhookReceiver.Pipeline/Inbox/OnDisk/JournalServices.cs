using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The parts of the store <c>Journal</c>, in the order in which a delivery meets them. None of them is made unless the store is chosen.</summary>
internal static class JournalServices
{
    public static void AddJournal(this IServiceCollection services)
    {
        services.AddSingleton<IDisk>(static _ => OperatingSystem.IsLinux() ? new PosixDisk() : new PortableDisk());
        services.AddSingleton(static provider => new InboxFolder(Path.GetFullPath(Options(provider).Directory)));
        services.AddSingleton<FolderClaim>();
        services.AddSingleton(static _ => BootIdentity.Read());
        services.AddSingleton<InboxClock>();
        services.AddSingleton<FreeSpace>();
        services.AddSingleton<DeliverySegments>();
        services.AddSingleton<DeliveryFeed>();
        services.AddSingleton<HandledKeys>();
        services.AddSingleton<OutcomeJournal>();
        services.AddSingleton<InboxRetention>();
        services.AddSingleton<JournalInbox>();
    }

    private static InboxOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<InboxOptions>>().Value;
}
