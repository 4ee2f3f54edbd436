namespace WebhookReceiver.Commands.Register;

/// <summary>Says in plain words what is wrong with an answer that is not an error of the API itself, and what to do next.</summary>
internal static class RemoteTrouble
{
    /// <returns>Null when the status and the form of the answer are as expected.</returns>
    public static string? Explain(RemoteService service, RemoteRequest request, RemoteAnswer answer) => answer switch
    {
        { IsRedirect: true } =>
            $"{Called(service, request)} answered {answer.Status}, a redirect{To(answer)}, which is not followed because the credentials would go with it. Check {service.UrlKey}.",
        { Status: 401 } => $"{Called(service, request)} answered 401: the credentials are wrong or have expired. Check {request.Credential}.",
        { Status: 403 } => $"{Called(service, request)} answered 403: the credentials do not allow this. Check {request.Credential}.{Next(request)}",
        { Status: 404 } => $"{Called(service, request)} answered 404: it does not know this address. Check {service.UrlKey}.{Next(request)}",
        { Status: 429 } => $"{Called(service, request)} answered 429: too many calls. {answer.TryAgain}",
        { Status: >= 500 } => $"{Called(service, request)} answered {answer.Status}: it has a problem of its own. {answer.TryAgain}",
        { IsSuccess: false } => $"{Called(service, request)} answered {answer.Status}.{Next(request)}",
        _ => null,
    };

    /// <summary>For an answer that must be JSON and is not.</summary>
    public static string NotJson(RemoteService service, RemoteRequest request, RemoteAnswer answer) =>
        $"{Called(service, request)} answered {answer.Status} with {answer.MediaType ?? "no content type"} instead of JSON: probably a proxy or a sign-in page in between. Check {service.UrlKey}.";

    private static string Called(RemoteService service, RemoteRequest request) => $"Could not {request.Purpose}: the {service.Name}";

    private static string To(RemoteAnswer answer) => answer.Location is { } host ? $" to {host}" : string.Empty;

    private static string Next(RemoteRequest request) => request.Remedy.Length > 0 ? $" {request.Remedy}" : string.Empty;
}
