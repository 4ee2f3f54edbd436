using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;

namespace WebhookReceiver.Endpoints;

/// <summary>Requires the queue to be able to hold the largest body; one that did not fit even into an empty queue would be refused forever.</summary>
internal sealed class DeliveryChannelOptionsValidator(IOptionsFactory<WhatsAppOptions> whatsApp) : IValidateOptions<DeliveryChannelOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryChannelOptions options)
    {
        var largest = LargestBody();

        return options.CapacityBytes < largest
            ? ValidateOptionsResult.Fail($"Channel:CapacityBytes is {options.CapacityBytes}; it must be at least the largest MaxBodyBytes, {largest}.")
            : ValidateOptionsResult.Success;
    }

    private long LargestBody()
    {
        try
        {
            return whatsApp.Create(Options.DefaultName).All().Max(static endpoint => endpoint.Options.MaxBodyBytes);
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            // Problems in the WhatsApp section are reported under that section's name.
            return 0;
        }
    }
}
