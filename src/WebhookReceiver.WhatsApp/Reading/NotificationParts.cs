using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Walks Meta's envelope, <c>entry[]</c> by <c>changes[]</c> (<c>Specification/fields.md</c>, section 1), or a list of envelopes, which Meta also prints; a body
/// without one is a single part, or a list of such parts. What is around the changes is a part of its own if it contains anything. What cannot be read becomes an
/// <see cref="UnreadableDelivery"/> of that part; its neighbours are still read.
/// </summary>
/// <remarks>It keeps only its position, so that the number of parts costs no memory.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct NotificationParts
{
    private const string WhatsAppAccount = "whatsapp_business_account";

    private readonly BodySource body;
    private WireItems.Enumerator roots;
    private WireItems.Enumerator entries;
    private WireItems.Enumerator changes;
    private WireItems.Enumerator values;
    private WireItems.Enumerator changedFields;

    /// <summary>Whether the members next to the value of the current change have been returned and the value is still to come.</summary>
    private bool isChangeLeft;
    private string? product;
    private string? account;
    private DateTimeOffset? sentAt;

    public NotificationParts(BodySource body, WireValue root)
    {
        this.body = body;

        // Checked first, because a list of a million zeros is one unreadable body and not a million unreadable parts.
        if (HoldsNotification(root))
        {
            roots = root.Items.GetEnumerator();
            IsNotification = true;
        }
    }

    /// <summary>False when the body has none of the known shapes.</summary>
    public bool IsNotification { get; }

    public NotificationPart Current { get; private set; }

    /// <summary>The <c>object</c> of the notification, unless it is about WhatsApp.</summary>
    private readonly string? OtherProduct => string.Equals(product, WhatsAppAccount, StringComparison.OrdinalIgnoreCase) ? null : product;

    public bool MoveNext()
    {
        while (true)
        {
            if (values.MoveNext())
            {
                Current = Change(changes.Current, values.Current);
                return true;
            }

            if (isChangeLeft || changes.MoveNext())
            {
                if (TryOpenChange(changes.Current))
                {
                    return true;
                }
            }
            else if (changedFields.MoveNext())
            {
                Current = ChangedField(changedFields.Current);
                return true;
            }
            else if (entries.MoveNext())
            {
                if (TryOpenEntry(entries.Current))
                {
                    return true;
                }
            }
            else if (!roots.MoveNext())
            {
                return false;
            }
            else if (TryOpenRoot(roots.Current))
            {
                return true;
            }
        }
    }

    /// <summary>Whether it is an envelope.</summary>
    public static bool IsEnvelope(WireValue value) => value["entry"u8] is { IsObject: true } or { IsArray: true };

    /// <summary>Whether it is a change without an envelope around it, as dashboards show it.</summary>
    public static bool IsBareChange(WireValue value) => value["field"u8] is { IsString: true, Name: not null } && !value["value"u8].IsMissing;

    /// <summary>Whether it is the value of a change with the name of the field in it, as automation tools export it.</summary>
    public static bool IsBareValue(WireValue value) => Fields.IsKnown(value["field"u8].Name) && value["value"u8].IsMissing;

    private static bool HoldsNotification(WireValue root)
    {
        foreach (var item in root.Items)
        {
            if (IsEnvelope(item) || IsBareChange(item) || IsBareValue(item) || FlatReader.IsFlat(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Whether there is a part to read now.</returns>
    private bool TryOpenRoot(WireValue root)
    {
        (product, account, sentAt) = (null, null, null);

        if (IsEnvelope(root))
        {
            product = root["object"u8] is var named && named.IsText("whatsapp_business_account"u8) ? WhatsAppAccount : named.Name;
            entries = root["entry"u8].Items.GetEnumerator();
            return TryGiveAround(root, Surroundings.Envelope);
        }

        if (IsBareChange(root))
        {
            changes = root.Items.GetEnumerator();
            return false;
        }

        Current = IsBareValue(root) ? Change(root, root) : FlatReader.Read(body, root) ?? Unreadable(root);
        return true;
    }

    /// <returns>Whether there is a part to read now.</returns>
    private bool TryOpenEntry(WireValue entry)
    {
        var listed = entry["changes"u8];
        var named = entry["changed_fields"u8];

        if (!entry.IsObject || (listed.IsMissing && named.IsMissing && entry["messaging"u8].IsMissing && HoldsMore(entry)))
        {
            Current = Unreadable(entry);
            return true;
        }

        account = entry["id"u8].Name;
        sentAt = entry["time"u8].Time;
        changes = listed.Items.GetEnumerator();
        changedFields = named.Items.GetEnumerator();
        return TryGiveAround(entry, Surroundings.Entry);
    }

    /// <returns>Whether there is a part to read now.</returns>
    private bool TryOpenChange(WireValue change)
    {
        if (!change.IsObject)
        {
            Current = Unreadable(change);
            return true;
        }

        isChangeLeft = !isChangeLeft && TryGiveAround(change, Surroundings.Change);

        if (isChangeLeft)
        {
            return true;
        }

        var value = change["value"u8];

        if (OtherProduct is null && Fields.IsListOfValues(Fields.NameOf(change["field"u8]), value))
        {
            values = value.Items.GetEnumerator();
            return false;
        }

        Current = Change(change, value);
        return true;
    }

    /// <summary>Makes a part of an object that contains entries, changes or a value, if it also contains other lists.</summary>
    private bool TryGiveAround(WireValue around, Field field)
    {
        foreach (var member in around.Members)
        {
            if (field.ListOf(member) is not null)
            {
                var source = new ChangeSource
                {
                    Body = body,
                    OtherProduct = product,
                    Account = account,
                    SentAt = sentAt,
                    Contacts = field.ContactsOf(around),
                    Place = around.Start,
                };

                Current = new NotificationPart(source, around, field);
                return true;
            }
        }

        return false;
    }

    private readonly NotificationPart Change(WireValue change, WireValue value)
    {
        var name = Fields.NameOf(change["field"u8]);
        var metadata = value["metadata"u8];
        var field = OtherProduct is null ? Fields.Of(name, value) : Field.Unknown;

        var source = new ChangeSource
        {
            Body = body,
            OtherProduct = OtherProduct,
            Account = account,
            Field = name,
            SentAt = sentAt,
            PhoneNumberId = metadata["phone_number_id"u8].Name ?? (field.AssumesNumber ? body.PhoneNumberId : null),
            DisplayPhoneNumber = metadata["display_phone_number"u8].Name,
            Contacts = field.ContactsOf(value),
            Recap = field.RecapOf(value),
            Place = change.Start,
        };

        return new NotificationPart(source, value, field);
    }

    /// <summary>A subscription without values: Meta names the field and sends nothing else.</summary>
    private readonly NotificationPart ChangedField(WireValue name) => new(
        new ChangeSource { Body = body, OtherProduct = OtherProduct, Account = account, Field = name.Name, SentAt = sentAt, Place = name.Start },
        default,
        Field.Unknown);

    private readonly NotificationPart Unreadable(WireValue part) => new(new ChangeSource { Body = body }, part, Field.Unreadable);

    private static bool HoldsMore(WireValue entry)
    {
        foreach (var member in entry.Members)
        {
            if (!(member.Is("id"u8) || member.Is("time"u8) || member.Is("uid"u8) || member.Is("changes"u8) || member.Is("changed_fields"u8) || member.Is("messaging"u8)))
            {
                return true;
            }
        }

        return false;
    }
}
