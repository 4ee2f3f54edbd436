using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person chose an option of an interactive message: a button, or a row of a list (Meta's "Interactive messages webhook reference").
/// </summary>
public abstract record ChoiceReply : InteractiveMessage
{
    /// <summary>Creates an empty message for a test.</summary>
    protected ChoiceReply()
    {
    }

    private protected ChoiceReply(in MessageSource source, WireValue reply)
        : base(source)
    {
        Id = reply["id"u8].Text;
        Title = reply["title"u8].Text;
    }

    /// <summary>The id that the business gave the chosen option.</summary>
    public string? Id { get; init; }

    /// <summary>The title that the person saw.</summary>
    public string? Title { get; init; }
}

/// <summary>A button of an interactive message was tapped.</summary>
public sealed record ButtonReply : ChoiceReply
{
    /// <summary>Creates a message for a test.</summary>
    public ButtonReply()
    {
    }

    internal ButtonReply(in MessageSource source)
        : base(source, source.Event.Item["interactive"u8]["button_reply"u8])
    {
    }
}

/// <summary>A row of a list message was chosen.</summary>
public sealed record ListReply : ChoiceReply
{
    /// <summary>Creates a message for a test.</summary>
    public ListReply()
    {
    }

    internal ListReply(in MessageSource source)
        : base(source, source.Event.Item["interactive"u8]["list_reply"u8])
    {
        Description = source.Event.Item["interactive"u8]["list_reply"u8]["description"u8].Text;
    }

    /// <summary>The description of the row, if it has one.</summary>
    public string? Description { get; init; }
}
