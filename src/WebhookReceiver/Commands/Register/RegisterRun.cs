using System.Globalization;

namespace WebhookReceiver.Commands.Register;

/// <summary>One run of a <c>register</c> command: its settings, its secrets, and the way out.</summary>
internal sealed class RegisterRun : IDisposable
{
    private const string TimeoutKey = "Register:Timeout";
    private const string PatienceKey = "Register:HandshakeTimeout";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <exception cref="CommandFailedException">A duration cannot be read.</exception>
    public RegisterRun(IConfiguration configuration, bool isDryRun)
    {
        Configuration = configuration;
        Secrets = new SecretSource(configuration, Mask, isDryRun);
        Patience = DurationOf(configuration, PatienceKey);
        Remote = new Remote(DurationOf(configuration, TimeoutKey));
    }

    public IConfiguration Configuration { get; }

    public SecretMask Mask { get; } = new();

    public SecretSource Secrets { get; }

    public Remote Remote { get; }

    /// <summary>How long the service may take to answer its own handshake.</summary>
    public TimeSpan Patience { get; }

    public EndpointSettings Endpoint(string name) => EndpointSettings.Find(Configuration, name);

    public GraphApi Graph() => new(GraphSettings.Read(Configuration), Remote, Mask);

    public void Dispose() => Remote.Dispose();

    private static TimeSpan DurationOf(IConfiguration configuration, string key) => configuration[key] switch
    {
        null or "" => DefaultTimeout,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero && duration <= Longest => duration,
        _ => throw new CommandFailedException($"{key} is not a duration like 00:00:30, of at most {Longest}."),
    };
}
