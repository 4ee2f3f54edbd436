using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Endpoints;

/// <summary>One callback URL as Meta knows it.</summary>
internal class CallbackEndpointOptions
{
    private const string DefaultPath = "/webhook";

    /// <summary>The path of the callback URL. Read at startup; null in a settings file means the default.</summary>
    /// <value><c>/webhook</c></value>
    [AllowNull]
    public string Path { get; set => field = value ?? DefaultPath; } = DefaultPath;

    /// <summary>The token that Meta presents in the handshake. Reread when the configuration changes.</summary>
    public string? VerifyToken { get; set; }

    /// <summary>Further accepted tokens: for callback overrides, and during a rotation.</summary>
    public List<string> AdditionalVerifyTokens { get; } = [];

    /// <summary>The app secret that Meta signs with. Reread when the configuration changes.</summary>
    public string? AppSecret { get; set; }

    /// <summary>Further accepted secrets: for several apps, and during a rotation.</summary>
    public List<string> AdditionalAppSecrets { get; } = [];

    /// <summary>The business number to assume for bodies that name none. Read at startup.</summary>
    public string? PhoneNumberId { get; set; }

    /// <summary>The largest accepted body, in bytes; a larger one is answered with 413. Meta sends up to 3 MB. Read at startup.</summary>
    /// <value>4 MiB</value>
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    public IEnumerable<string> VerifyTokens() => AllOf(VerifyToken, AdditionalVerifyTokens);

    public IEnumerable<string> AppSecrets() => AllOf(AppSecret, AdditionalAppSecrets);

    private static IEnumerable<string> AllOf(string? first, List<string> others) =>
        first is null ? others : others.Prepend(first);
}
