using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A change of a webhook field that has no type of its own here yet, or none at all: the name as Meta sent it, and the raw JSON of the value. Or a list that stands beside
/// what is documented, in a value, an entry or around them: then <see cref="Member"/> is its name, and the JSON is the list.
/// </summary>
public sealed record UnknownChange : FieldEvent
{
    private readonly string? product;

    /// <summary>A change to set up in a test.</summary>
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
    /// The name of the field as Meta sent it; for another product of Meta <c>&lt;object&gt;.&lt;field&gt;</c>; with a <see cref="Member"/>, that behind it.
    /// </summary>
    public override string Type => (product, Field, Member) switch
    {
        (null, _, null) => base.Type,
        (null, _, _) => $"{base.Type}.{Member}",
        (_, null, { } member) => $"{product}.{member}",
        (_, _, null) => $"{product}.{base.Type}",
        _ => $"{product}.{base.Type}.{Member}",
    };

    /// <summary>The name of the member that it is, where it stood beside what is documented; null when it is the value of the field.</summary>
    public string? Member { get; init; }
}
