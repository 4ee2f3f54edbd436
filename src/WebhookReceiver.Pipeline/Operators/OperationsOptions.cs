namespace WebhookReceiver.Operators;

/// <summary>The section <c>Operations</c>, as far as it concerns <c>/api</c>.</summary>
internal sealed class OperationsOptions
{
    public const string Section = "Operations";

    /// <summary>The address of the operations listener. Read by the host, which creates the listeners.</summary>
    public string? Url { get; set; }

    /// <summary>The host names under which the operations are reached, besides addresses and <c>localhost</c>. Also read by the host.</summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>The key that <c>/api</c> requires.</summary>
    /// <value>None: a store on disk gets a random key in its folder at each start.</value>
    [Secret]
    [AppliesAtOnce]
    public string? ApiKey { get; set; }

    /// <summary>A second key of <c>/api</c>, which may only read.</summary>
    /// <value>None.</value>
    [Secret]
    [AppliesAtOnce]
    public string? ReadKey { get; set; }
}
