namespace WebhookReceiver.Commands.Register;

/// <summary>One callback endpoint of the service as the settings describe it: its path, and how its sender proves itself.</summary>
internal sealed class EndpointSettings
{
    public const string DefaultName = "default";

    private const string Section = "WhatsApp";
    private const string Endpoints = $"{Section}:Endpoints";
    private const string DefaultPath = "/webhook";

    /// <summary>Any of these at the top level, or a sender other than Meta, makes the endpoint <c>default</c>, even if there are named ones.</summary>
    private static readonly string[] KeysOfDefault = ["VerifyToken", "VerifyTokenFile", "AppSecret", "AppSecretFile", "HeaderValue", "HeaderValueFile", "Password", "PasswordFile"];

    private readonly IConfigurationSection section;

    private EndpointSettings(string name, IConfigurationSection section, EndpointSender sender)
    {
        this.section = section;
        Name = name;
        Sender = sender;
        Path = section["Path"] is { Length: > 0 } path ? path : DefaultPath;
    }

    public string Name { get; }

    public string Path { get; }

    public EndpointSender Sender { get; }

    public string VerifyTokenKey => $"{section.Path}:VerifyToken";

    public string AppSecretKey => $"{section.Path}:AppSecret";

    public string SenderKey => $"{section.Path}:Sender";

    /// <summary>The number whose notifications name none.</summary>
    public string? PhoneNumberId => section["PhoneNumberId"];

    /// <exception cref="CommandFailedException">There is no such endpoint, or its sender is unknown.</exception>
    public static EndpointSettings Find(IConfiguration configuration, string name)
    {
        var all = All(configuration).ToList();
        var found = all.Find(endpoint => string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase));

        return found.Section is not null
            ? new EndpointSettings(found.Name, found.Section, SenderOf(found.Section))
            : throw new CommandFailedException($"There is no endpoint '{name}'. Choose one with --endpoint: {string.Join(", ", all.Select(static endpoint => endpoint.Name))}.");
    }

    public static IEnumerable<string> Names(IConfiguration configuration) => All(configuration).Select(static endpoint => endpoint.Name);

    /// <summary>The headers that a service must send with each notification, so that the endpoint believes it.</summary>
    public IReadOnlyList<(string Name, object Value)> ReadHeaders(SecretSource secrets, SecretMask mask) => Sender switch
    {
        EndpointSender.Header => [(Required("HeaderName"), secrets.Read($"{section.Path}:HeaderValue"))],
        EndpointSender.Basic => [("Authorization", mask.KeepBasic(Required("UserName"), secrets.Read($"{section.Path}:Password")))],
        _ => [],
    };

    /// <summary>The same, without asking for what is not configured: a header whose value is unknown can only be missed.</summary>
    public IReadOnlyList<(string Name, object Value)> FindHeaders(SecretSource secrets, SecretMask mask) => Sender switch
    {
        EndpointSender.Header => [(Required("HeaderName"), FindOrMissing(secrets, "HeaderValue"))],
        EndpointSender.Basic => [("Authorization", mask.KeepBasic(Required("UserName"), FindOrMissing(secrets, "Password")))],
        _ => [],
    };

    private static IEnumerable<(string Name, IConfigurationSection Section)> All(IConfiguration configuration)
    {
        var named = configuration.GetSection(Endpoints).GetChildren().ToList();
        var top = configuration.GetSection(Section);

        if (named.Count is 0 || SenderOf(top) is not EndpointSender.Meta || Array.Exists(KeysOfDefault, key => top[key] is not null))
        {
            yield return (DefaultName, top);
        }

        foreach (var endpoint in named)
        {
            yield return (endpoint.Key, endpoint);
        }
    }

    private static EndpointSender SenderOf(IConfigurationSection section) => section["Sender"] switch
    {
        null or "" => EndpointSender.Meta,
        var text when Enum.TryParse<EndpointSender>(text, ignoreCase: true, out var sender) && !char.IsAsciiDigit(text[0]) => sender,
        _ => throw new CommandFailedException($"{section.Path}:Sender is none of {string.Join(", ", Enum.GetNames<EndpointSender>())}."),
    };

    private Secret FindOrMissing(SecretSource secrets, string key) => secrets.Find($"{section.Path}:{key}") ?? Secret.Missing($"{section.Path}:{key}");

    private string Required(string key) => section[key] is { Length: > 0 } value ? value : throw new CommandFailedException($"{section.Path}:{key} is not set.");
}
