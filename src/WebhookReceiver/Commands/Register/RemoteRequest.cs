namespace WebhookReceiver.Commands.Register;

/// <summary>A call as it will be sent, or shown by a dry run.</summary>
/// <param name="Purpose">What it is for, for people.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, without query.</param>
internal sealed record RemoteRequest(string Purpose, HttpMethod Method, Uri Url)
{
    public IReadOnlyList<(string Name, object Value)> Query { get; init; } = [];

    public IReadOnlyList<(string Name, object Value)> Headers { get; init; } = [];

    public RequestBody? Body { get; init; }

    /// <summary>Which settings to check when the service does not accept the credentials.</summary>
    public string Credential { get; init; } = string.Empty;

    /// <summary>The next step when the service does not know the object or does not allow the call.</summary>
    public string Remedy { get; init; } = string.Empty;

    public Uri UrlForWire() => new(UrlWith(static value => Uri.EscapeDataString(value is Secret secret ? secret.Reveal() : $"{value}")));

    public PlannedCall ForPeople() => new(
        Purpose,
        Method.Method,
        UrlWith(static value => $"{value}"),
        Headers.ToDictionary(static header => header.Name, static header => $"{header.Value}", StringComparer.OrdinalIgnoreCase),
        Body?.MediaType,
        Body?.ForPeople());

    private string UrlWith(Func<object, string> text) =>
        Query.Count is 0 ? Url.AbsoluteUri : $"{Url.AbsoluteUri}?{string.Join('&', Query.Select(parameter => $"{parameter.Name}={text(parameter.Value)}"))}";
}
