using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Control over a conversation passed from one app to another (Meta's pages on conversation routing): the app that lost it should stop answering. Releasing
/// control without passing it on causes no event.
/// </summary>
public sealed record MessagingHandover : FieldEvent
{
    private const string Passed = "control_passed";

    private const string Taken = "control_taken";

    /// <summary>Creates an event for a test.</summary>
    public MessagingHandover()
    {
    }

    internal MessagingHandover(in EventSource source)
        : base(source)
    {
        var item = source.Item;
        var recipient = item["recipient"u8];

        // This field has no metadata: the number is in the value.
        PhoneNumberId = recipient["phone_number_id"u8].Name ?? PhoneNumberId;
        DisplayPhoneNumber = recipient["display_phone_number"u8].Name ?? DisplayPhoneNumber;
        User = ReadUser(item["sender"u8]);
        ConversationKey = Conversations.Key(PhoneNumberId, groupId: null, User);
        MessagingProduct = item["messaging_product"u8].Name;

        var isTaken = !item["control_passed"u8].IsObject && item["control_taken"u8].IsObject;
        var control = isTaken ? item["control_taken"u8] : item["control_passed"u8];
        var context = control["conversation_context"u8] is { IsObject: true } inside ? inside : item["conversation_context"u8];

        // The dashboard's Test button sends no type; the object that is present says the same.
        HandoverType = item["type"u8].Name ?? (isTaken ? Taken : control.IsObject ? Passed : null);
        PreviousOwnerRole = control["previous_owner_role"u8].Name;
        NewOwnerRole = control["new_owner_role"u8].Name;
        NewOwnerAppId = control["new_owner_app_id"u8].Name;
        PreviousOwnerAppId = control["previous_owner_app_id"u8].Name;
        PreviousOwnerAppRole = control["previous_owner_app_role"u8].Name;
        Metadata = control["metadata"u8].Text;
        ContextType = context["type"u8].Name;
        Summary = context["summary"u8]["text"u8].Text;
    }

    /// <summary><c>control_passed</c>, <c>control_taken</c>; the list is open.</summary>
    public string? HandoverType { get; init; }

    /// <summary><c>customer_service</c>, <c>marketing</c>, <c>utility</c>, <c>ctwa</c>, <c>ai_agent</c>, <c>escalation</c>; the list is open.</summary>
    public string? PreviousOwnerRole { get; init; }

    /// <summary>The role of the app that now has control; values as in <see cref="PreviousOwnerRole"/>.</summary>
    public string? NewOwnerRole { get; init; }

    /// <summary>The app that now has control: compare it with your own app id.</summary>
    public string? NewOwnerAppId { get; init; }

    /// <summary>The app that had control; deprecated by Meta.</summary>
    public string? PreviousOwnerAppId { get; init; }

    /// <summary>The role of that app, such as <c>meta_business_agent</c>; deprecated by Meta.</summary>
    public string? PreviousOwnerAppRole { get; init; }

    /// <summary>Free text from the app that passed control, up to 2,000 characters.</summary>
    public string? Metadata { get; init; }

    /// <summary>The kind of context given about the conversation: <c>summary</c>; the list is open.</summary>
    public string? ContextType { get; init; }

    /// <summary>A summary of the conversation. Personal data.</summary>
    public string? Summary { get; init; }

    /// <summary><c>whatsapp</c>.</summary>
    public string? MessagingProduct { get; init; }

    private static WhatsAppUser? ReadUser(WireValue sender)
    {
        var ids = new UserIds(sender["phone_number"u8].Name ?? sender["wa_id"u8].Name, sender["user_id"u8].Name, sender["parent_user_id"u8].Name);
        return ids.IsNone ? null : new() { PhoneNumber = ids.Phone, UserId = ids.UserId, ParentUserId = ids.ParentUserId };
    }
}
