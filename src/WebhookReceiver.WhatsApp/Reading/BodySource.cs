using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The body that is being read: gives each item its bytes, and tells equal items of one delivery apart.</summary>
internal sealed class BodySource(ReadOnlyMemory<byte> body, string? phoneNumberId, LookAhead? ahead = null)
{
    private KeyTally? seen;

    /// <summary>The business number to assume where a body names none.</summary>
    public string? PhoneNumberId { get; } = phoneNumberId;

    /// <summary>Whether nobody wants to know the keys of what is read now.</summary>
    public bool IsWithoutKeys => ahead is { IsOn: true };

    /// <summary>The bytes of a value that was read from this body.</summary>
    public ReadOnlyMemory<byte> Slice(WireValue value) => body.Slice(value.Start, value.Raw.Length);

    /// <summary>No bytes, at a place in this body.</summary>
    public ReadOnlyMemory<byte> Nothing(int place) => body.Slice(place, 0);

    /// <summary>The key of the n-th item with that key in this delivery; the first keeps it as it is.</summary>
    public EventKey Number(EventKey key)
    {
        if (IsWithoutKeys)
        {
            return key;
        }

        seen ??= new KeyTally();
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
