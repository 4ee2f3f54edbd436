using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Observation;

/// <summary>Why the door did not take something.</summary>
internal enum Refusal
{
    /// <summary>The handshake did not fit; which part stays unsaid.</summary>
    Handshake,

    /// <summary>The handshake did not fit, like too many before it from the same sender.</summary>
    TooManyHandshakes,

    /// <summary>No signature header, more than one, or one of another form.</summary>
    SignatureHeader,

    /// <summary>No secret of the endpoint gives this signature.</summary>
    Signature,

    /// <summary>Above the endpoint's limit.</summary>
    TooLarge,

    /// <summary>The body did not arrive in time.</summary>
    TooSlow,

    /// <summary>The body breaks the rules of HTTP.</summary>
    BodyMalformed,

    /// <summary>The connection ended in the middle of the body.</summary>
    BodyAborted,

    /// <summary>Too many bytes of unfinished bodies are in memory.</summary>
    OutOfMemoryBudget,

    /// <summary>The inbox has no room, or the service is stopping.</summary>
    InboxFull,
}

/// <summary>What a refusal looks like from outside.</summary>
internal static class RefusalExtensions
{
    public static int StatusCode(this Refusal refusal) => refusal switch
    {
        Refusal.Handshake => StatusCodes.Status403Forbidden,
        Refusal.TooManyHandshakes => StatusCodes.Status429TooManyRequests,
        Refusal.SignatureHeader or Refusal.Signature => StatusCodes.Status401Unauthorized,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.TooSlow => StatusCodes.Status408RequestTimeout,
        Refusal.BodyMalformed or Refusal.BodyAborted => StatusCodes.Status400BadRequest,
        Refusal.OutOfMemoryBudget or Refusal.InboxFull => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal without a status code."),
    };
}
