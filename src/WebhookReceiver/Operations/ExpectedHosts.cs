using System.Net;

namespace WebhookReceiver.Operations;

/// <summary>
/// The <c>Host</c> values that the operations listener accepts. A malicious page can have its own name resolved to this machine (DNS rebinding), and a browser then regards it as the
/// same origin as <c>/api</c> and Swagger; but the request cannot carry an address, <c>localhost</c>, or a name of the operator's as its host.
/// </summary>
internal sealed class ExpectedHosts(IConfiguration configuration)
{
    public const string Key = "Operations:AllowedHosts";

    private const string Localhost = "localhost";
    private const string All = "*";

    private readonly HashSet<string> names = new(Read(configuration), StringComparer.OrdinalIgnoreCase);

    /// <summary>A request without a <c>Host</c> comes from a probe that speaks HTTP/1.0, not from a browser.</summary>
    public bool Contains(HostString host) =>
        !host.HasValue || host.Host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Host, out _) || names.Contains(host.Host) || names.Contains(All);

    /// <summary>Entries that would never match a <c>Host</c> as intended.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) => Read(configuration)
        .Where(static name => name is not All && Uri.CheckHostName(name) is UriHostNameType.Unknown)
        .Select(static name => $"{Key} has '{name}'; write host names without scheme, port or path, or * for any.");

    /// <summary>A list, or a single name as a plain value.</summary>
    private static IEnumerable<string> Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        var entries = section.GetChildren().Select(static entry => entry.Value ?? string.Empty);

        return section.Value is { Length: > 0 } one ? entries.Prepend(one) : entries;
    }
}
