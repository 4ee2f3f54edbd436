using Microsoft.Extensions.Options;

namespace WebhookReceiver.Watchdog;

/// <summary>To where notices are posted, and the secret that signs them. Both are read when used, so that they can be changed while the service runs; an invalid change leaves the previous ones in force.</summary>
internal sealed class AlertAddress(IOptionsFactory<AlertsOptions> factory)
{
    private AlertsOptions? last;

    /// <returns>Null when nothing is posted.</returns>
    public (Uri Url, string Secret)? Read()
    {
        try
        {
            last = factory.Create(Options.DefaultName);
        }
        catch (Exception exception) when (last is not null && exception is (OptionsValidationException or InvalidOperationException))
        {
            // The start has checked them, so they were changed since.
        }

        return last is { WebhookUrl: { } url, WebhookSecret: { } secret } ? (new Uri(url), secret) : null;
    }
}
