using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Observation;

/// <summary>Why the door refused a request.</summary>
internal enum Refusal
{
    /// <summary>The handshake was wrong; the answer does not say which part.</summary>
    Handshake,

    /// <summary>The handshake was wrong, and so were too many earlier ones from the same sender.</summary>
    TooManyHandshakes,

    /// <summary>The signature header is missing, repeated or malformed.</summary>
    SignatureHeader,

    /// <summary>The signature matches none of the endpoint's secrets.</summary>
    Signature,

    /// <summary>The header with the sender's secret, or its user name and password, is missing, repeated or wrong.</summary>
    Credentials,

    /// <summary>The sender's address is not on the endpoint's list.</summary>
    Address,

    /// <summary>The body exceeds the endpoint's limit.</summary>
    TooLarge,

    /// <summary>The body did not arrive in time.</summary>
    TooSlow,

    /// <summary>The body violates HTTP.</summary>
    BodyMalformed,

    /// <summary>The connection was lost in the middle of the body.</summary>
    BodyAborted,

    /// <summary>Unfinished bodies already take all the memory they may use.</summary>
    OutOfMemoryBudget,

    /// <summary>The inbox has no room, or the service is stopping.</summary>
    InboxFull,

    /// <summary>The endpoint requires a client certificate, and there is none or not an accepted one.</summary>
    ClientCertificate,
}

/// <summary>How a refusal appears to the sender and in metrics.</summary>
internal static class RefusalExtensions
{
    private static readonly string[] Names = Enum.GetNames<Refusal>();

    /// <summary>The name, without the allocation of <see cref="Enum.ToString()"/>.</summary>
    public static string Name(this Refusal refusal) => Names[(int)refusal];

    public static int StatusCode(this Refusal refusal) => refusal switch
    {
        Refusal.Handshake or Refusal.Address or Refusal.ClientCertificate => StatusCodes.Status403Forbidden,
        Refusal.TooManyHandshakes => StatusCodes.Status429TooManyRequests,
        Refusal.SignatureHeader or Refusal.Signature or Refusal.Credentials => StatusCodes.Status401Unauthorized,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.TooSlow => StatusCodes.Status408RequestTimeout,
        Refusal.BodyMalformed or Refusal.BodyAborted => StatusCodes.Status400BadRequest,
        Refusal.OutOfMemoryBudget or Refusal.InboxFull => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal without a status code."),
    };
}
