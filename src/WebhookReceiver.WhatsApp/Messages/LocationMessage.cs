using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>A place on the map (Meta's "Location messages webhook reference").</summary>
public sealed record LocationMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public LocationMessage()
    {
    }

    internal LocationMessage(in MessageSource source)
        : base(source)
    {
        var location = source.Event.Item["location"u8];

        Latitude = location["latitude"u8].Double;
        Longitude = location["longitude"u8].Double;
        PlaceName = location["name"u8].Text;
        Address = location["address"u8].Text;
        Url = location["url"u8].Name;
        PlaceId = location["id"u8].Name;
    }

    /// <inheritdoc/>
    public override string MessageType => "location";

    /// <summary>Degrees; 0 is a valid value.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees; 0 is a valid value.</summary>
    public double? Longitude { get; init; }

    /// <summary>The name of the place, if one was picked.</summary>
    public string? PlaceName { get; init; }

    /// <summary>The postal address of the place, if one was picked.</summary>
    public string? Address { get; init; }

    /// <summary>A link to the place. Untrusted text: do not fetch it.</summary>
    public string? Url { get; init; }

    /// <summary>The id of the place; seen in one On-Premises notification.</summary>
    public string? PlaceId { get; init; }
}
