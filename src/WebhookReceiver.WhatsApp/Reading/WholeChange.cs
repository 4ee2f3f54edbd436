using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>A change that is a single event as a whole, like those of the account family: Meta gives them no id.</summary>
internal static class WholeChange
{
    public delegate FieldEvent Constructor(in EventSource source);

    public static Field Field(Constructor construct)
    {
        var read = ReadAs(construct);
        return new Field((change, value) => read(change, value));
    }

    public static EventReader ReadAs(Constructor construct)
    {
        EventReader reader = null!;
        reader = (change, value) => construct(Source(change, value, reader));
        return reader;
    }

    /// <summary>Its identity is account, field, time and text (<c>Specification/fields.md</c>, section 4).</summary>
    public static EventSource Source(ChangeSource change, WireValue value, EventReader? reader = null)
    {
        if (change.Body.IsWithoutKeys)
        {
            return change.Source(value, default, reader);
        }

        var identity = new EventIdentity(stackalloc byte[256], "change");
        identity.Add(change.Account);
        identity.Add(change.Field);
        identity.AddNumber(change.SentAt?.ToUnixTimeMilliseconds() ?? -1);
        identity.AddRaw(value.Raw);

        // Only for those, so that all other keys stay what they were before such events existed.
        if (change.Member is { } member)
        {
            identity.Add(member);
        }

        return change.Source(value, change.Body.Number(identity.ToKey()), reader);
    }
}
