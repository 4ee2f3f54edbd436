using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Registers the parts of the store <c>Journal</c>, in the order in which a delivery passes through them. None is created unless the store is chosen.
/// </summary>
internal static class JournalServices
{
    public static IServiceCollection AddJournal(this IServiceCollection services)
    {
        services.AddSingleton<IDisk>(static _ => OperatingSystem.IsLinux() ? new PosixDisk() : new PortableDisk());
        services.AddSingleton(static provider => new InboxFolder(Path.GetFullPath(Options(provider).Directory)));
        services.AddSingleton<FolderClaim>();
        services.AddSingleton(static _ => BootIdentity.Read());
        services.AddSingleton<InboxClock>();
        services.AddSingleton<FreeSpace>();
        services.AddSingleton<DeliverySegments>();
        services.AddSingleton<DeliveryIndexes>();
        services.AddSingleton<IndexKeeper>();
        services.AddSingleton<ErasedPeople>();
        services.AddSingleton<DeliveryFeed>();
        services.AddSingleton<HandledKeys>();
        services.AddSingleton<OutcomeJournal>();
        services.AddSingleton<InboxRetention>();
        services.AddSingleton<JournalInbox>();
        services.AddSingleton<JournalOperations>();
        services.AddSingleton<JournalFolder>();
        services.AddSingleton<JournalAuditLog>();
        services.AddSingleton(static provider => new JournalHandlerPauses(provider.GetRequiredService<JournalFolder>()));

        return services.AddInboxStore("Journal", new InboxStore
        {
            Inbox = static provider => provider.GetRequiredService<JournalInbox>(),
            Source = static provider => provider.GetRequiredService<DeliveryFeed>(),
            Outcomes = static provider => provider.GetRequiredService<OutcomeJournal>(),
            DeadLetters = static provider => new LocalDeadLetters(provider.GetRequiredService<OutcomeJournal>(), provider.GetRequiredService<IOutcomes>()),
            Operations = static provider => provider.GetRequiredService<JournalOperations>(),
            Audit = static provider => provider.GetRequiredService<JournalAuditLog>(),
            Pauses = static provider => provider.GetRequiredService<JournalHandlerPauses>(),
            Location = static provider => provider.GetRequiredService<InboxFolder>().Path,
            Folder = static provider => provider.GetRequiredService<JournalFolder>(),
            Stopped = static provider => ActivatorUtilities.CreateInstance<StoppedJournal>(provider),
            IsInDirectory = static directory => new InboxFolder(directory) is var folder && (Directory.Exists(folder.Outcomes) || Directory.Exists(folder.Deliveries)),
        });
    }

    private static InboxOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<InboxOptions>>().Value;
}
