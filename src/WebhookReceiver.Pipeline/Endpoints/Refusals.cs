using Microsoft.AspNetCore.Http;

namespace WebhookReceiver;

/// <summary>What a sender that is refused costs: the connection.</summary>
public static class Refusals
{
    /// <summary>
    /// Closes the connection after this answer. Without that, whoever sends one refused request after the other and reads no answer keeps connection and memory for as long as it
    /// likes: a server gives time for each answer anew.
    /// </summary>
    /// <param name="response">The answer, not begun yet.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static void EndConnection(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.Connection = "close";
    }
}
