using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;

namespace WebhookReceiver.Endpoints;

/// <summary>A body that no empty line could hold would be refused for ever, so the line must be able to hold the largest.</summary>
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
            // What is wrong in the section WhatsApp is told in its own name.
            return 0;
        }
    }
}
