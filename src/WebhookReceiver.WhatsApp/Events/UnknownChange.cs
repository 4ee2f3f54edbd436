using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A change whose webhook field has no type here yet, or no name at all: the name as sent by Meta, and the raw JSON of the value. Also a list that is sent next to
/// the documented members, in a value, an entry or around them: then <see cref="Member"/> is its name, and the JSON is the list.
/// </summary>
public sealed record UnknownChange : FieldEvent
{
    private readonly string? product;

    /// <summary>Creates a change for a test.</summary>
    public UnknownChange()
    {
    }

    internal UnknownChange(in EventSource source)
        : base(source)
    {
        product = source.Change.OtherProduct;
        Member = source.Change.Member;
    }

    /// <summary>
    /// The name of the field as sent by Meta. For another product of Meta's it is <c>&lt;object&gt;.&lt;field&gt;</c>; a <see cref="Member"/> is appended to it.
    /// </summary>
    public override string Type => (product, Field, Member) switch
    {
        (null, _, null) => base.Type,
        (null, _, _) => $"{base.Type}.{Member}",
        (_, null, { } member) => $"{product}.{member}",
        (_, _, null) => $"{product}.{base.Type}",
        _ => $"{product}.{base.Type}.{Member}",
    };

    /// <summary>The name of the undocumented member that this is; null when it is the value of the field.</summary>
    public string? Member { get; init; }
}
