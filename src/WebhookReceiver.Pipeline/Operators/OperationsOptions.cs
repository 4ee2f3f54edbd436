namespace WebhookReceiver.Operators;

/// <summary>The section <c>Operations</c>, as far as it concerns <c>/api</c>.</summary>
internal sealed class OperationsOptions
{
    public const string Section = "Operations";

    /// <summary>Where the operations are served. Read by the host, which makes the listeners.</summary>
    public string? Url { get; set; }

    /// <summary>The host names by which the operations are called, besides addresses and <c>localhost</c>. Read by the host, too.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>The key that <c>/api</c> asks for.</summary>
    /// <value>None: with a store on disk a random one is written to its folder at each start.</value>
    public string? ApiKey { get; set; }
}
