namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The fields of the account family (<c>spec/fields.md</c> section 5): a flat value, one event per change.</summary>
internal static class AccountFields
{
    public static IEnumerable<KeyValuePair<string, FieldReader>> All { get; } =
    [
        new("account_review_update", WholeChange.ReadAs(static (in source) => new AccountReviewUpdate(source))),
    ];
}
