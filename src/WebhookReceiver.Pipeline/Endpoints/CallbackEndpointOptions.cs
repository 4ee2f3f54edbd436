using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Endpoints;

/// <summary>One callback URL as Meta knows it.</summary>
internal class CallbackEndpointOptions
{
    private const string DefaultPath = "/webhook";

    /// <summary>The path of the callback URL. Read at start; null in a settings file means the default.</summary>
    /// <value><c>/webhook</c></value>
    [AllowNull]
    public string Path { get; set => field = value ?? DefaultPath; } = DefaultPath;

    /// <summary>The token that Meta shows in the handshake. Read again when the configuration changes.</summary>
    public string? VerifyToken { get; set; }

    /// <summary>Further tokens, for overrides and while one is exchanged.</summary>
    public List<string> AdditionalVerifyTokens { get; } = [];

    /// <summary>The app secret with which Meta signs. Read again when the configuration changes.</summary>
    public string? AppSecret { get; set; }

    /// <summary>Further secrets, for several apps and while one is exchanged.</summary>
    public List<string> AdditionalAppSecrets { get; } = [];

    /// <summary>The business number of bodies that name none. Read at start.</summary>
    public string? PhoneNumberId { get; set; }

    /// <summary>The largest body, in bytes; above it the answer is 413. Meta sends up to 3 MB. Read at start.</summary>
    /// <value>4 MiB</value>
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    public IEnumerable<string> VerifyTokens() => AllOf(VerifyToken, AdditionalVerifyTokens);

    public IEnumerable<string> AppSecrets() => AllOf(AppSecret, AdditionalAppSecrets);

    private static IEnumerable<string> AllOf(string? first, List<string> others) =>
        first is null ? others : others.Prepend(first);
}
