using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>A payment configuration in India or Brazil changed (Meta's <c>payment_configuration_update</c> webhook reference).</summary>
public sealed record PaymentConfigurationUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public PaymentConfigurationUpdate()
    {
    }

    internal PaymentConfigurationUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        ConfigurationName = item["configuration_name"u8].Text;
        ProviderName = item["provider_name"u8].Name;
        ProviderMerchantId = item["provider_mid"u8].Name;
        Status = item["status"u8].Name;
        CreatedAt = item["created_timestamp"u8].Time;
        UpdatedAt = item["updated_timestamp"u8].Time;
    }

    /// <summary>The name that the business chose for the configuration; payment requests refer to it.</summary>
    public string? ConfigurationName { get; init; }

    /// <summary><c>billdesk</c>, <c>payu</c>, <c>razorpay</c>, <c>zaakpay</c>; the list is open.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The merchant id at the provider.</summary>
    public string? ProviderMerchantId { get; init; }

    /// <summary><c>Active</c>, <c>Needs Connecting</c>, <c>Needs Testing</c>, with these spaces; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>When the configuration was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
