using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Where the inbox is according to the settings, and how to reach a service that has it open. For programs beside the service.</summary>
public sealed record InboxLocation
{
    private readonly InboxStore? store;

    private InboxLocation(IConfiguration configuration, IHostEnvironment? environment)
    {
        var section = configuration.GetSection(InboxOptions.Section);
        var options = new InboxOptions { Directory = section[nameof(InboxOptions.Directory)] };
        Store = section[nameof(InboxOptions.Store)] ?? options.Store;
        store = new ServiceCollection().AddStores().Select(static service => service.ImplementationInstance).OfType<NamedInboxStore>().Named(Store)?.Store;
        Directory = SettingsPaths.Resolve(options.Directory is { Length: > 0 } directory ? directory : ".", environment);
        ApiKey = configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.ApiKey)}"];
        ApiKeyFile = configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.ApiKey)}File"] is { Length: > 0 } file ? SettingsPaths.Resolve(file, environment) : null;
    }

    /// <summary>Whether the configured store has a folder.</summary>
    public bool IsOnDisk => store?.IsInDirectory is not null;

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>Whether the folder contains an inbox.</summary>
    public bool Exists => store?.IsInDirectory?.Invoke(Directory) is true;

    internal string Store { get; }

    private string? ApiKey { get; }

    private string? ApiKeyFile { get; }

    /// <summary>Reads <c>Inbox:Store</c>, <c>Inbox:Directory</c>, <c>Operations:ApiKey</c> and <c>Operations:ApiKeyFile</c>, and no other setting.</summary>
    /// <param name="configuration">The settings of the service.</param>
    /// <param name="environment">
    /// The environment of the service; outside Development a relative directory is relative to its content root. Without one it is relative to the current directory.
    /// </param>
    public static InboxLocation Read(IConfiguration configuration, IHostEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new InboxLocation(configuration, environment);
    }

    /// <summary>The configured key of <c>/api</c>, or else the one that the service wrote to the folder when it started.</summary>
    /// <returns>Null when there is neither.</returns>
    /// <exception cref="UnauthorizedAccessException">Access to the key file is denied.</exception>
    /// <exception cref="IOException">The key file cannot be read.</exception>
    public string? ReadKey()
    {
        if (ApiKey is null && ApiKeyFile is not null)
        {
            return File.ReadAllText(ApiKeyFile).Trim();
        }

        var path = Path.Combine(Directory, OperationsKeyFile.FileName);
        return ApiKey ?? (IsOnDisk && File.Exists(path) ? File.ReadAllText(path).Trim() : null);
    }

    /// <summary>Reveals nothing of the key.</summary>
    public override string ToString() => Directory;
}
