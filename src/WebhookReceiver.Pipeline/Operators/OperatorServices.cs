using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Operators;

/// <summary>What operators get: the inbox to look at, and the key that opens <c>/api</c>.</summary>
internal static class OperatorServices
{
    public static void AddOperators(this IServiceCollection services)
    {
        services.AddSingleton<OperationsKey>();
        services.AddSingleton<KeyRefusals>();

        // After the inbox, which takes the folder first.
        services.AddHostedService<OperationsKeyFile>();
        services.AddHostedService<FileModeWarnings>();
        services.AddSingleton(Running);
    }

    /// <param name="services">The parts.</param>
    /// <param name="isOpen">Whether they can be asked.</param>
    /// <param name="beginAnew">Ends the file of deliveries that is being written; null when none is.</param>
    public static WhatsAppInbox Open(IServiceProvider services, Func<bool> isOpen, Action? beginAnew)
    {
        var options = services.GetRequiredService<IOptions<InboxOptions>>();
        var (letters, outcomes) = (services.GetRequiredService<IDeadLetters>(), services.GetRequiredService<IOutcomes>());

        return new WhatsAppInbox(
            new LetterBox(services.GetRequiredService<DeadLetterDesk>(), letters, outcomes),
            letters,
            outcomes,
            options,
            options.Value.IsJournal ? OnDisk(services, options.Value, beginAnew) : null,
            isOpen,
            services.GetRequiredService<TimeProvider>());
    }

    private static WhatsAppInbox Running(IServiceProvider services)
    {
        if (services.GetRequiredService<IInbox>() is not JournalInbox journal)
        {
            return Open(services, static () => true, beginAnew: null);
        }

        return Open(services, () => journal.IsOpen, journal.BeginAnew);
    }

    private static OpenInbox OnDisk(IServiceProvider services, InboxOptions options, Action? beginAnew) => new(
        services.GetRequiredService<IDisk>(),
        services.GetRequiredService<InboxFolder>(),
        services.GetRequiredService<DeliverySegments>(),
        services.GetRequiredService<InboxClock>(),
        options,
        beginAnew);
}
