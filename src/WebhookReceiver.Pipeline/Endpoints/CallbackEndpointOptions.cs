using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Endpoints;

/// <summary>One callback URL as Meta knows it.</summary>
internal class CallbackEndpointOptions
{
    /// <summary>The name in the client certificate that Meta presents.</summary>
    public const string NameOfMeta = "client.webhooks.fbclientcerts.com";

    private const string DefaultPath = "/webhook";

    /// <summary>The path of the callback URL. Read at startup; null in a settings file means the default.</summary>
    /// <value><c>/webhook</c></value>
    [AllowNull]
    public string Path { get; set => field = value ?? DefaultPath; } = DefaultPath;

    /// <summary>How the sender proves who it is. Reread, like all secrets, when the configuration changes.</summary>
    /// <value><c>Meta</c></value>
    [AppliesAtOnce]
    public SenderKind Sender { get; set; } = SenderKind.Meta;

    /// <summary>The token that Meta presents in the handshake.</summary>
    [Secret]
    [AppliesAtOnce]
    public string? VerifyToken { get; set; }

    /// <summary>Further accepted tokens: for callback overrides, and during a rotation.</summary>
    [Secret]
    [AppliesAtOnce]
    public List<string> AdditionalVerifyTokens { get; } = [];

    /// <summary>The app secret that Meta signs with, or the secret that 360dialog signs with.</summary>
    [Secret]
    [AppliesAtOnce]
    public string? AppSecret { get; set; }

    /// <summary>Further accepted secrets: for several apps, and during a rotation.</summary>
    [Secret]
    [AppliesAtOnce]
    public List<string> AdditionalAppSecrets { get; } = [];

    /// <summary>The name of the header that proves a sender of the kind <c>Header</c>.</summary>
    [AppliesAtOnce]
    public string? HeaderName { get; set; }

    /// <summary>The value of that header.</summary>
    [Secret]
    [AppliesAtOnce]
    public string? HeaderValue { get; set; }

    /// <summary>Further accepted values, during a rotation.</summary>
    [Secret]
    [AppliesAtOnce]
    public List<string> AdditionalHeaderValues { get; } = [];

    /// <summary>The user name of a sender of the kind <c>Basic</c>.</summary>
    [AppliesAtOnce]
    public string? UserName { get; set; }

    /// <summary>The password of that user.</summary>
    [Secret]
    [AppliesAtOnce]
    public string? Password { get; set; }

    /// <summary>Further accepted user names and passwords, during a rotation.</summary>
    public List<BasicCredentials> AdditionalCredentials { get; } = [];

    /// <summary>The path of a file with the addresses and networks from which the endpoint may be called, in addition to the proof. Its content is read again when it changes.</summary>
    /// <value>None: any address.</value>
    public string? AllowedAddresses { get; set; }

    /// <summary>What happens to requests from other addresses. Read at startup.</summary>
    /// <value><c>Enforce</c></value>
    public AddressMode AllowedAddressesMode { get; set; } = AddressMode.Enforce;

    /// <summary>The business number to assume for bodies that name none. Read at startup.</summary>
    public string? PhoneNumberId { get; set; }

    /// <summary>The largest accepted body, in bytes; a larger one is answered with 413. Meta sends up to 3 MB. Read at startup.</summary>
    /// <value>4 MiB</value>
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Whether every request must come with a client certificate, in addition to its signature. Read at startup.</summary>
    /// <value><see langword="false"/></value>
    public bool RequireClientCertificate { get; set; }

    /// <summary>A PEM file with the authorities whose client certificates are accepted, roots and intermediates. Read at startup; the file is reread when it changes.</summary>
    public string? ClientCertificateCaPath { get; set; }

    /// <summary>The name in the certificate. Read at startup; null in a settings file means the default.</summary>
    /// <value>The name in Meta's certificate.</value>
    [AllowNull]
    public string ClientCertificateName { get; set => field = value ?? NameOfMeta; } = NameOfMeta;

    /// <summary>Whether the handshake (GET) passes without a client certificate. Read at startup.</summary>
    /// <value><see langword="false"/></value>
    public bool HandshakeWithoutClientCertificate { get; set; }

    public IEnumerable<string> VerifyTokens() => AllOf(VerifyToken, AdditionalVerifyTokens);

    public IEnumerable<string> AppSecrets() => AllOf(AppSecret, AdditionalAppSecrets);

    public IEnumerable<string> HeaderValues() => AllOf(HeaderValue, AdditionalHeaderValues);

    public IEnumerable<BasicCredentials> Credentials() => AdditionalCredentials.Prepend(new BasicCredentials { UserName = UserName, Password = Password });

    /// <summary>Everything secret, whatever the kind of sender.</summary>
    public IEnumerable<string> Secrets() => [.. VerifyTokens(), .. AppSecrets(), .. HeaderValues(), .. Credentials().Select(static one => one.Password).OfType<string>()];

    private static IEnumerable<string> AllOf(string? first, List<string> others) =>
        first is null ? others : others.Prepend(first);
}
