using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Endpoints;

/// <summary>What a sender that is refused costs: the connection.</summary>
internal static class Refusals
{
    /// <summary>
    /// Closes the connection after this answer. Without that, who sends one refused request after the other and reads no answer keeps connection and memory for as long as it likes:
    /// a server gives time for each answer anew.
    /// </summary>
    public static void EndConnection(HttpResponse response) => response.Headers.Connection = "close";
}
