using System.Text.Json.Serialization;

namespace WebhookReceiver.Commands.Register;

/// <summary>One thing that is or is not registered.</summary>
/// <param name="Service">Where.</param>
/// <param name="What">What: the app, an account, a number.</param>
/// <param name="State">How it is.</param>
/// <param name="Url">The URL; null for none.</param>
/// <param name="Details">What is different, missing or worth knowing.</param>
internal sealed record RegisteredItem(string Service, string What, RegisteredState State, string? Url, IReadOnlyList<string> Details)
{
    public static RegisteredItem NotChecked(string service, string what, string why) => new(service, what, RegisteredState.NotChecked, Url: null, [why]);

    /// <summary>Turns a failure into an item: the others are read nevertheless.</summary>
    public static async Task<RegisteredItem> OrFailedAsync(string service, string what, Func<Task<RegisteredItem>> read)
    {
        try
        {
            return await read();
        }
        catch (CommandFailedException exception)
        {
            return new RegisteredItem(service, what, RegisteredState.Failed, Url: null, [exception.Message]);
        }
    }
}

/// <summary>How something is registered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RegisteredState>))]
internal enum RegisteredState
{
    /// <summary>As the settings want it.</summary>
    [JsonStringEnumMemberName("registered")]
    Registered,

    /// <summary>Not as the settings want it.</summary>
    [JsonStringEnumMemberName("different")]
    Different,

    /// <summary>Nothing is registered.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>There are no credentials for it.</summary>
    [JsonStringEnumMemberName("not_checked")]
    NotChecked,

    /// <summary>It could not be read.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
