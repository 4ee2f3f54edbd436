namespace WebhookReceiver.Endpoints;

/// <summary>What happens to requests from addresses that are not on an endpoint's list.</summary>
internal enum AddressMode
{
    /// <summary>Nothing: the list is not read.</summary>
    Off,

    /// <summary>They are counted and logged, and otherwise treated like all others: to find out what <see cref="Enforce"/> would refuse.</summary>
    Report,

    /// <summary>They are answered with 403.</summary>
    Enforce,
}
