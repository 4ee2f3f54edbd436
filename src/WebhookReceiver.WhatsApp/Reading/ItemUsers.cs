namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>How many of the contacts beside a list one element of it can be about.</summary>
internal enum ItemUsers
{
    /// <summary>Not about a contact: an error, for one.</summary>
    None,

    /// <summary>A message, a status, a call.</summary>
    One,

    /// <summary>A chunk of chats.</summary>
    Several,
}
