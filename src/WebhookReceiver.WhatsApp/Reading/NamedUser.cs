namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The user of an item that carries the username itself, without a contact that describes the person.</summary>
internal static class NamedUser
{
    public static WhatsAppUser? Of(UserIds ids, string? username) => ids.IsNone && username is null ? null : new()
    {
        PhoneNumber = ids.Phone,
        UserId = ids.UserId,
        ParentUserId = ids.ParentUserId,
        Username = username,
    };
}
