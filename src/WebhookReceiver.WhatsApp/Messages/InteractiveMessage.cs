using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>An answer to an interactive message of the business (<c>spec/messages.md</c> 8.10).</summary>
public abstract record InteractiveMessage : InboundMessage
{
    /// <summary>A message without content, for tests of handlers.</summary>
    protected InteractiveMessage()
    {
    }

    private protected InteractiveMessage(in MessageSource source, WireValue reply)
        : base(source)
    {
        Id = reply["id"u8].Text;
        Title = reply["title"u8].Text;
    }

    /// <inheritdoc/>
    public override string MessageType => "interactive";

    /// <summary>The id that the business gave to what the person chose.</summary>
    public string? Id { get; init; }

    /// <summary>What the person saw.</summary>
    public string? Title { get; init; }
}

/// <summary>A button of an interactive message was tapped.</summary>
public sealed record ButtonReply : InteractiveMessage
{
    /// <summary>A message to set up in a test.</summary>
    public ButtonReply()
    {
    }

    internal ButtonReply(in MessageSource source)
        : base(source, source.Event.Item["interactive"u8]["button_reply"u8])
    {
    }
}

/// <summary>A row of a list message was chosen.</summary>
public sealed record ListReply : InteractiveMessage
{
    /// <summary>A message to set up in a test.</summary>
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
