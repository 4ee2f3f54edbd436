using System.CommandLine;

namespace WebhookReceiver.Commands.Register;

/// <summary>Where an override leads: a URL, and the verify token of the endpoint behind it.</summary>
internal sealed record OverrideTarget(Uri Callback, Secret VerifyToken, bool Waits)
{
    /// <summary>The handshake of one's own, if it is made.</summary>
    public IEnumerable<RemoteRequest> Handshakes => Waits ? [OwnHandshake.Request(Callback, VerifyToken)] : [];

    /// <exception cref="CommandFailedException">The URL is unusable, or the endpoint is not for Meta.</exception>
    public static OverrideTarget Read(CallbackOptions options, ParseResult parsed, RegisterRun run)
    {
        var endpoint = options.Endpoint(parsed, run);
        var callback = CallbackUrl.ForOverride(options.Url(parsed, run, endpoint));

        return endpoint.Sender is EndpointSender.Meta
            ? new OverrideTarget(callback, run.Secrets.Read(endpoint.VerifyTokenKey), options.Waits(parsed))
            : throw new CommandFailedException($"{endpoint.SenderKey} is {endpoint.Sender}, so the endpoint refuses Meta's notifications. Choose another with --endpoint.");
    }

    public Task UntilAnsweringAsync(RegisterOutput output, ParseResult parsed, RegisterRun run, CancellationToken cancellationToken) =>
        Waits ? output.UntilAnsweringAsync(parsed, run, Callback, VerifyToken, cancellationToken) : Task.CompletedTask;

    /// <param name="what">The account or number.</param>
    /// <param name="url">The override as read back.</param>
    public Registration Compare(string what, string? url) => string.Equals(url, Callback.AbsoluteUri, StringComparison.Ordinal)
        ? new Registration($"Meta sends the notifications of {what} to {ShownUrl.Of(url)}.", ShownUrl.Of(url), [], ["Fields about templates and the account itself still go to the callback URL of the app."])
        : new Registration($"Meta confirmed the override of {what}, but reads back {ShownUrl.Of(url)}.", ShownUrl.Of(url), $"The override is {ShownUrl.Of(url)}, not {Callback.AbsoluteUri}.");
}
