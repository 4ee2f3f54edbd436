using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Observation;

/// <summary>Why a request came to no endpoint.</summary>
internal enum StrayRequest
{
    /// <summary>No callback URL has this path.</summary>
    UnknownPath,

    /// <summary>A callback URL has it, and takes no such method.</summary>
    OtherMethod,

    /// <summary>The head did not arrive in time.</summary>
    HeadTooSlow,

    /// <summary>The head is longer than what is read of one.</summary>
    HeadTooLarge,

    /// <summary>It breaks the rules of HTTP, or breaks off.</summary>
    Malformed,
}

/// <summary>Tells a stray request by what the server answers.</summary>
internal static class StrayRequestExtensions
{
    public static StrayRequest ReasonOf(int statusCode) => statusCode switch
    {
        StatusCodes.Status408RequestTimeout => StrayRequest.HeadTooSlow,
        StatusCodes.Status414UriTooLong or StatusCodes.Status431RequestHeaderFieldsTooLarge => StrayRequest.HeadTooLarge,
        _ => StrayRequest.Malformed,
    };
}
