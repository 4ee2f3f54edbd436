namespace WebhookReceiver.Endpoints;

/// <summary>The kinds of senders, by how they prove who they are (<c>WhatsApp:Sender</c>).</summary>
internal enum SenderKind
{
    /// <summary>Meta: signs each body in <c>X-Hub-Signature-256</c>, and checks the URL with a handshake.</summary>
    Meta,

    /// <summary>Sends a configured header with each request, as 360dialog does.</summary>
    Header,

    /// <summary>Sends a user name and a password with each request, as 360dialog and the On-Premises API can.</summary>
    Basic,

    /// <summary>360dialog's partner webhooks: sign each body in <c>x-360dialog-signature</c>.</summary>
    D360Signature,
}
