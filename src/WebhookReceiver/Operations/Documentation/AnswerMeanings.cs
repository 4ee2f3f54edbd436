using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>What a status means on the operations listener.</summary>
internal static class AnswerMeanings
{
    /// <returns>Null where the description of the route holds.</returns>
    public static string? Of(string status, OpenApiOperation operation) => status switch
    {
        "202" => "Begun. It goes on in the background; `Location` is where to look.",
        "204" => "Done. No body.",
        "400" => operation.RequestBody is null ? "A parameter cannot be read; `detail` says which and why." : "The body cannot be read; `detail` says what it must be.",
        "401" => "The key is missing or wrong.",
        "403" => "The key may only read, or the request comes from a page of another site.",
        "404" => operation.Parameters?.Any(static parameter => parameter.In is ParameterLocation.Path) is true
            ? "There is none with that name, or not any longer. Also while no key exists at all: then every route of `/api` answers this."
            : "The store has nothing of that kind. Also while no key exists at all: then every route of `/api` answers this.",
        "408" => "The body did not arrive in time.",
        "409" => "Not in its present state, or not unambiguous; `detail` says why.",
        "413" => "The body is too large.",
        "415" => "The body is not `application/json`.",
        "421" => "The `Host` of the request is not expected: see `Operations:AllowedHosts`.",
        "422" => "The event can no longer be read.",
        "429" => "The key is missing or wrong, and this address has failed too often. The right key is accepted at any time.",
        "500" => "Something unexpected, such as a file that cannot be read; `detail` or the log says what.",
        "503" when operation.IsIn(DocumentGroups.Health) => null,
        "503" => "Not at the moment: the inbox is being recovered, the service is stopping, or as `detail` says.",
        _ => null,
    };

    /// <summary>The text of an example.</summary>
    public static string? DetailOf(string status) => status switch
    {
        "400" => "limit must be a number between 1 and 1000.",
        "403" => "Operations:ReadKey may only read.",
        "404" => "There is no dead letter with that id.",
        "409" => "It is already being replayed.",
        "421" => "This host name is not allowed here; if it is yours, add it to Operations:AllowedHosts.",
        "422" => "Its event can no longer be read.",
        "500" => "The inbox cannot be read.",
        "503" => "The inbox is being recovered, or the service is stopping.",
        _ => null,
    };

    /// <summary>The type that the framework gives to a problem with this status; null when it gives none.</summary>
    public static string? TypeOf(int status) => status switch
    {
        400 => "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        401 => "https://tools.ietf.org/html/rfc9110#section-15.5.2",
        403 => "https://tools.ietf.org/html/rfc9110#section-15.5.4",
        404 => "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        409 => "https://tools.ietf.org/html/rfc9110#section-15.5.10",
        415 => "https://tools.ietf.org/html/rfc9110#section-15.5.16",
        422 => "https://tools.ietf.org/html/rfc4918#section-11.2",
        500 => "https://tools.ietf.org/html/rfc9110#section-15.6.1",
        503 => "https://tools.ietf.org/html/rfc9110#section-15.6.4",
        _ => null,
    };
}
