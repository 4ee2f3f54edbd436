namespace WebhookReceiver.Commands.Register;

/// <summary>How the sender of an endpoint proves itself.</summary>
internal enum EndpointSender
{
    /// <summary>A signature with the app secret.</summary>
    Meta,

    /// <summary>A header with a secret value.</summary>
    Header,

    /// <summary>A user name and password.</summary>
    Basic,

    /// <summary>360dialog's signature with the platform secret.</summary>
    D360Signature,
}
