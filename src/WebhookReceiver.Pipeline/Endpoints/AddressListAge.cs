using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>Looks at the start, and once an hour, whether the address lists of the endpoints have become old.</summary>
internal sealed partial class AddressListAge(IServiceProvider services, TimeProvider clock, ILogger<AddressListAge> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private List<AllowedAddresses> lists = [];
    private PeriodicWork? work;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not before the settings have been validated as a whole.
        lists = [.. services.GetRequiredService<CallbackEndpoints>().All.Select(static endpoint => endpoint.Addresses).OfType<AllowedAddresses>()];

        if (lists.Count > 0)
        {
            Look();
            work = new PeriodicWork(clock, Interval, Look, exception => LookFailed(logger, exception));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => work?.Dispose();

    private void Look() => lists.ForEach(static list => list.WarnIfOld());

    [LoggerMessage(1114, LogLevel.Error, "The age of the address lists could not be checked")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
