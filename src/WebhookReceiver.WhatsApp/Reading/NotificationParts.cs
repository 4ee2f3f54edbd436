using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Walks Meta's envelope, <c>entry[]</c> by <c>changes[]</c> (<c>spec/fields.md</c> section 1), or a list of envelopes, as Meta prints it too; a body
/// without one is a single part. What cannot be read becomes an <see cref="UnreadableDelivery"/> of that part; its neighbours go on.
/// </summary>
/// <remarks>It keeps its place and nothing else, so that the number of parts costs no memory.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct NotificationParts
{
    private const string WhatsAppAccount = "whatsapp_business_account";

    private readonly BodySource body;
    private WireItems.Enumerator envelopes;
    private WireItems.Enumerator entries;
    private WireItems.Enumerator changes;
    private WireItems.Enumerator values;
    private WireItems.Enumerator changedFields;
    private bool isFlat;
    private string? otherProduct;
    private string? account;
    private DateTimeOffset? sentAt;

    public NotificationParts(BodySource body, WireValue root)
    {
        this.body = body;

        // Looked for first, because a list of a million zeros is one unreadable body and not a million unreadable parts.
        if (HoldsEnvelope(root))
        {
            envelopes = root.Items.GetEnumerator();
            IsNotification = true;
        }
        else if (FlatReader.Read(body, root) is { } part)
        {
            Current = part;
            isFlat = true;
            IsNotification = true;
        }
    }

    /// <summary>False when the body has none of the shapes that are known.</summary>
    public bool IsNotification { get; }

    public NotificationPart Current { get; private set; }

    /// <summary>Whether it is an envelope, or a list with one in it.</summary>
    public static bool HoldsEnvelope(WireValue root)
    {
        foreach (var item in root.Items)
        {
            if (IsEnvelope(item))
            {
                return true;
            }
        }

        return false;
    }

    public bool MoveNext()
    {
        if (isFlat)
        {
            isFlat = false;
            return true;
        }

        while (true)
        {
            if (values.MoveNext())
            {
                Current = Change(changes.Current, values.Current);
                return true;
            }

            if (changes.MoveNext())
            {
                if (!changes.Current.IsObject)
                {
                    Current = Unreadable(changes.Current);
                    return true;
                }

                var value = changes.Current["value"u8];

                if (otherProduct is null && Fields.IsListOfValues(Fields.NameOf(changes.Current["field"u8]), value))
                {
                    values = value.Items.GetEnumerator();
                    continue;
                }

                Current = Change(changes.Current, value);
                return true;
            }

            if (changedFields.MoveNext())
            {
                Current = ChangedField(changedFields.Current);
                return true;
            }

            if (entries.MoveNext())
            {
                if (!TryOpenEntry(entries.Current))
                {
                    Current = Unreadable(entries.Current);
                    return true;
                }
            }
            else if (!envelopes.MoveNext())
            {
                return false;
            }
            else if (IsEnvelope(envelopes.Current))
            {
                OpenEnvelope(envelopes.Current);
            }
            else
            {
                Current = Unreadable(envelopes.Current);
                return true;
            }
        }
    }

    private static bool IsEnvelope(WireValue value) => value["entry"u8] is { IsObject: true } or { IsArray: true };

    private void OpenEnvelope(WireValue envelope)
    {
        var product = envelope["object"u8];
        otherProduct = product.IsText("whatsapp_business_account"u8) ? null : product.Name;

        if (string.Equals(otherProduct, WhatsAppAccount, StringComparison.OrdinalIgnoreCase))
        {
            otherProduct = null;
        }

        entries = envelope["entry"u8].Items.GetEnumerator();
    }

    private bool TryOpenEntry(WireValue entry)
    {
        var listed = entry["changes"u8];
        var named = entry["changed_fields"u8];

        if (!entry.IsObject || (listed.IsMissing && named.IsMissing && HoldsMore(entry)))
        {
            return false;
        }

        account = entry["id"u8].Name;
        sentAt = entry["time"u8].Time;
        changes = listed.Items.GetEnumerator();
        changedFields = named.Items.GetEnumerator();
        return true;
    }

    private readonly NotificationPart Change(WireValue change, WireValue value)
    {
        var name = Fields.NameOf(change["field"u8]);
        var metadata = value["metadata"u8];
        var field = otherProduct is null ? Fields.Of(name, value) : Field.Unknown;

        var source = new ChangeSource
        {
            Body = body,
            OtherProduct = otherProduct,
            Account = account,
            Field = name,
            SentAt = sentAt,
            PhoneNumberId = metadata["phone_number_id"u8].Name ?? body.PhoneNumberId,
            DisplayPhoneNumber = metadata["display_phone_number"u8].Name,
            Contacts = field.ContactsOf(value),
            Recap = field.RecapOf(value),
            Place = change.Start,
        };

        return new NotificationPart(source, value, field);
    }

    /// <summary>A subscription made without values: Meta names the field and sends nothing else.</summary>
    private readonly NotificationPart ChangedField(WireValue name) => new(
        new ChangeSource { Body = body, OtherProduct = otherProduct, Account = account, Field = name.Name, SentAt = sentAt, Place = name.Start },
        default,
        Field.Unknown);

    private readonly NotificationPart Unreadable(WireValue part) => new(new ChangeSource { Body = body }, part, Field.Unreadable);

    private static bool HoldsMore(WireValue entry)
    {
        foreach (var member in entry.Members)
        {
            if (!(member.Is("id"u8) || member.Is("time"u8) || member.Is("uid"u8) || member.Is("changes"u8) || member.Is("changed_fields"u8)))
            {
                return true;
            }
        }

        return false;
    }
}
