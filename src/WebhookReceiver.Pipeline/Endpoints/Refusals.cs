using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Endpoints;

/// <summary>What a refusal costs the sender: its connection.</summary>
internal static class Refusals
{
    /// <summary>
    /// Closes the connection after this answer. Otherwise a client that sends one refused request after another and never reads an answer could hold a connection and its memory indefinitely,
    /// because the server restarts its timeout with each answer.
    /// </summary>
    public static void EndConnection(HttpResponse response) => response.Headers.Connection = "close";
}
