using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Certificates;
using WebhookReceiver.Channels;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Endpoints;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Files;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.Operators;
using WebhookReceiver.Outlets;
using WebhookReceiver.Parsing;
using WebhookReceiver.Scheduling;
using WebhookReceiver.Senders;
using WebhookReceiver.Verification;
using WebhookReceiver.Watchdog;

namespace WebhookReceiver;

/// <summary>Registers the receiver. Start reading here: the rooms are listed in the order in which a delivery passes through them.</summary>
/// <remarks>
/// <code>
///   POST ──► Endpoints ──► Verification ──► Inbox ──► Channels ──► Parsing ──► Dispatch ──► Handlers
///            the door      is it theirs?    safe      queued       what?       to whom?     your code
///                                             │
///   200  ◄────────────────────────────────────┘
/// </code>
/// </remarks>
public static class WhatsAppServiceCollectionExtensions
{
    /// <summary>
    /// Adds the receiver, configured by the sections <c>WhatsApp</c>, <c>Inbox</c>, <c>Channel</c>, <c>Dispatch</c>, <c>EventLog</c>,
    /// <c>Operations</c>, <c>Alerts</c> and <c>Tls</c>.
    /// May be called again to add further handlers. Map the callback URLs with
    /// <see cref="CallbackRouteExtensions.MapWhatsAppWebhooks"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <returns>A builder for adding handlers.</returns>
    public static WhatsAppWebhooksBuilder AddWhatsAppWebhooks(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        if (services.FirstOrDefault(static service => service.ServiceType == typeof(HandlerRegistry))?.ImplementationInstance is HandlerRegistry known)
        {
            return new WhatsAppWebhooksBuilder(services, known);
        }

        var handlers = new HandlerRegistry();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkScheduler>();
        services.AddSingleton(static provider => new TrustedProxies(provider.GetRequiredService<IOptions<WhatsAppOptions>>().Value.TrustedProxies));
        services.AddSingleton(static provider => new SenderAddresses(
            provider.GetRequiredService<TrustedProxies>(), provider.GetRequiredService<IOptions<WhatsAppOptions>>().Value.ForwardedHeader));
        services.AddObservation();
        services.AddSingleton<FileWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<FileWatch>());

        services.AddSingleton(static provider => new SettingsPaths(provider.GetService<IHostEnvironment>()));
        services.AddSingleton(static provider => new SecretFiles(provider.GetService<IHostEnvironment>()));
        services.AddSingleton<IPostConfigureOptions<InboxOptions>>(static provider => provider.GetRequiredService<SettingsPaths>());
        services.AddSingleton<IPostConfigureOptions<EventLogOptions>>(static provider => provider.GetRequiredService<SettingsPaths>());

        SettingsSection.Add<WhatsAppOptions, WhatsAppOptionsValidator>(services, WhatsAppOptions.Section);
        services.AddSingleton<CallbackEndpoints>();
        AddCertificates(services);
        services.AddHostedService<SettingsFiles>();
        services.AddHostedService<AddressListAge>();
        services.AddSingleton<AddressCheck>();
        services.AddSingleton<Handshake>();
        services.AddSingleton<IHttpContextFactory, HandshakeContextFactory>();
        services.AddSingleton(static provider => new BodyBlocks(
            BodyMemory.Budget(provider.GetRequiredService<CallbackEndpoints>().All.Max(static endpoint => endpoint.MaxBodyBytes)), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<BodyMemoryRelease>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<Door>();

        SettingsSection.Add<InboxOptions, InboxOptionsValidator>(services, InboxOptions.Section);
        services.AddInbox();

        SettingsSection.Add<OperationsOptions, OperationsOptionsValidator>(services, OperationsOptions.Section);
        services.AddOperators();

        SettingsSection.Add<DeliveryChannelOptions, DeliveryChannelOptionsValidator>(services, DeliveryChannelOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<DeliveryChannel>();

        services.AddSingleton<PassedOverMembers>();
        services.AddSingleton<DeliveryParser>();

        SettingsSection.Add<DispatchOptions, DispatchOptionsValidator>(services, DispatchOptions.Section);
        services.AddDispatch();

        SettingsSection.Add<EventLogOptions, EventLogOptionsValidator>(services, EventLogOptions.Section);
        services.AddSingleton<IOutlet, EventLog>();
        services.AddSingleton(handlers);

        SettingsSection.Add<AlertsOptions, AlertsOptionsValidator>(services, AlertsOptions.Section);
        services.AddWatchdog();

        return new WhatsAppWebhooksBuilder(services, handlers);
    }

    /// <summary>The certificates of senders and of the server; which of them an endpoint requires is in its settings.</summary>
    private static void AddCertificates(IServiceCollection services)
    {
        services.AddSingleton(static provider => new CertificatePaths(provider.GetService<IHostEnvironment>()));
        services.AddSingleton<IPostConfigureOptions<WhatsAppOptions>>(static provider => provider.GetRequiredService<CertificatePaths>());
        services.AddSingleton<IPostConfigureOptions<TlsOptions>>(static provider => provider.GetRequiredService<CertificatePaths>());
        services.AddSingleton<IValidateOptions<WhatsAppOptions>, ClientCertificateSettingsValidator>();
        SettingsSection.Add<TlsOptions, TlsOptionsValidator>(services, TlsOptions.Section);

        services.AddSingleton(static provider => ClientCertificateSettings.Read(provider.GetRequiredService<IOptions<WhatsAppOptions>>().Value));
        services.AddSingleton(static provider => new ForwardedCertificates(
            provider.GetRequiredService<IOptions<WhatsAppOptions>>().Value.ClientCertificateHeader, provider.GetRequiredService<TrustedProxies>()));
        services.AddSingleton<ClientCertificateGate>();
        CertificateServices.AddCertificates(services);
    }
}
