using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A copy of a message sent by another app while that app controls the conversation (Meta's "Standby"), as that app posted it to Meta: the
/// content has the shape of a request, not of a webhook. <see cref="WhatsAppEvent.User"/> is the recipient.
/// </summary>
public sealed record StandbyEcho : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public StandbyEcho()
    {
    }

    internal StandbyEcho(in EventSource source)
        : base(source)
    {
        var item = source.Item;
        var request = item["message"u8];
        var isGroup = string.Equals(request["recipient_type"u8].Name, "group", StringComparison.OrdinalIgnoreCase);
        var to = request["to"u8].Name;

        GroupId = isGroup ? to : null;
        User = isGroup ? null : NamedUser.Of(new UserIds(to, request["recipient"u8].Name, parentUserId: null), username: null);
        ConversationKey = Conversations.Key(PhoneNumberId, GroupId, User);
        MessageId = item["id"u8].Name;
        MessageType = request["type"u8].Name;
        Text = request["text"u8]["body"u8].Text;
        Request = request.Json;
        Template = item["template"u8].Json;
        Flow = StandbyFlow.Read(item["flow"u8]);
    }

    /// <summary>The id of the message (<c>wamid.…</c>).</summary>
    public string? MessageId { get; init; }

    /// <summary>The group to which it was sent, or null.</summary>
    public string? GroupId { get; init; }

    /// <summary>The type in the request: <c>text</c>, <c>template</c>, <c>interactive</c>, …; the list is open.</summary>
    public string? MessageType { get; init; }

    /// <summary>The text, in a message of type <c>text</c>.</summary>
    public string? Text { get; init; }

    /// <summary>The body of the request that sent it: JSON in the shape of Meta's send call.</summary>
    public ReadOnlyMemory<byte>? Request { get; init; }

    /// <summary>The definition of the template that was sent: JSON in the shape of Meta's template calls.</summary>
    public ReadOnlyMemory<byte>? Template { get; init; }

    /// <summary>The flow that was sent.</summary>
    public StandbyFlow? Flow { get; init; }
}

/// <summary>The flow in a message sent by another app (Meta's "Standby").</summary>
public sealed record StandbyFlow
{
    /// <summary>The id of the flow.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its status, such as <c>PUBLISHED</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>Its categories; the list is open.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    internal static StandbyFlow? Read(WireValue flow) => !flow.IsObject ? null : new()
    {
        Id = flow["id"u8].Name,
        Name = flow["name"u8].Text,
        Status = flow["status"u8].Name,
        Categories = flow["categories"u8].Items.Read(category => category.Name),
    };
}
