using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The body that is being read: provides the bytes of each item, and distinguishes equal items of one delivery.</summary>
internal sealed class BodySource(ReadOnlyMemory<byte> body, string? phoneNumberId, LookAhead? ahead = null)
{
    private KeyCounter? seen;

    /// <summary>The business number to assume when a body names none.</summary>
    public string? PhoneNumberId { get; } = phoneNumberId;

    /// <summary>Whether the keys of what is read now are not needed.</summary>
    public bool IsWithoutKeys => ahead is { IsOn: true };

    /// <summary>The bytes of a value that was read from this body.</summary>
    public ReadOnlyMemory<byte> Slice(WireValue value) => body.Slice(value.Start, value.Raw.Length);

    /// <summary>No bytes, at a place in this body.</summary>
    public ReadOnlyMemory<byte> Nothing(int place) => body.Slice(place, 0);

    /// <summary>The key of the n-th item with this key in the delivery; the first keeps it unchanged.</summary>
    public EventKey Number(EventKey key)
    {
        if (IsWithoutKeys)
        {
            return key;
        }

        seen ??= new KeyCounter();
        var earlier = seen.Add(key);

        if (earlier is 0)
        {
            return key;
        }

        var identity = new EventIdentity(stackalloc byte[64], "again");
        identity.Add(key.ToString());
        identity.AddNumber(earlier);
        return identity.ToKey();
    }
}
