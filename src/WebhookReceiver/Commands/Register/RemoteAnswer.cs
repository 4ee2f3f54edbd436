using System.Globalization;

namespace WebhookReceiver.Commands.Register;

/// <summary>What a remote service answered.</summary>
/// <param name="Status">The status code.</param>
/// <param name="IsJson">Whether the body is JSON, whatever its content type says: Meta's is <c>text/javascript</c>.</param>
/// <param name="Json">The body as JSON.</param>
internal sealed record RemoteAnswer(int Status, bool IsJson, RemoteJson Json)
{
    /// <summary>The body as it came. It may repeat a secret, so it is compared and never shown.</summary>
    public string Text { get; init; } = string.Empty;

    public string? MediaType { get; init; }

    /// <summary>After how many seconds the service allows another call.</summary>
    public long? RetryAfter { get; init; }

    /// <summary>The host to which it redirects.</summary>
    public string? Location { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsRedirect => Status is >= 300 and < 400;

    /// <summary>When to try again.</summary>
    public string TryAgain => RetryAfter is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"Try again in {seconds} s.") : "Try again later.";
}
