using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Observation;

/// <summary>Why a request reached no endpoint.</summary>
internal enum StrayRequest
{
    /// <summary>No callback URL has this path.</summary>
    UnknownPath,

    /// <summary>A callback URL has this path, but does not accept the method.</summary>
    OtherMethod,

    /// <summary>The head did not arrive in time.</summary>
    HeadTooSlow,

    /// <summary>The head exceeds the server's limit.</summary>
    HeadTooLarge,

    /// <summary>The request violates HTTP, or is cut off.</summary>
    Malformed,
}

/// <summary>Classifies a stray request by the server's answer.</summary>
internal static class StrayRequestExtensions
{
    public static StrayRequest ReasonOf(int statusCode) => statusCode switch
    {
        StatusCodes.Status408RequestTimeout => StrayRequest.HeadTooSlow,
        StatusCodes.Status414UriTooLong or StatusCodes.Status431RequestHeaderFieldsTooLarge => StrayRequest.HeadTooLarge,
        _ => StrayRequest.Malformed,
    };
}
