namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>How many of the contacts next to the list one element of it can concern.</summary>
internal enum ItemUsers
{
    /// <summary>None: an error, for example.</summary>
    None,

    /// <summary>One: a message, a status, a call.</summary>
    One,

    /// <summary>Several: a chunk of chats.</summary>
    Several,
}
