using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Where the inbox is according to the settings, and how to reach a service that has it open. For programs beside the service.</summary>
public sealed record InboxLocation
{
    private readonly InboxStore? store;

    private InboxLocation(IConfiguration configuration, IHostEnvironment? environment, Action<IServiceCollection>? addStores)
    {
        var section = configuration.GetSection(InboxOptions.Section);
        var options = new InboxOptions { Directory = section[nameof(InboxOptions.Directory)] };
        Store = section[nameof(InboxOptions.Store)] ?? options.Store;
        (AddStores, Settings) = (addStores, configuration.GetSection($"{InboxOptions.Section}:{Store}"));
        var services = new ServiceCollection().AddStores();
        addStores?.Invoke(services);
        store = services.Select(static service => service.ImplementationInstance).OfType<NamedInboxStore>().Named(Store)?.Store;
        Directory = SettingsPaths.Resolve(options.Directory is { Length: > 0 } directory ? directory : ".", environment);
        ApiKey = configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.ApiKey)}"];
        ApiKeyFile = configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.ApiKey)}File"] is { Length: > 0 } file ? SettingsPaths.Resolve(file, environment) : null;
    }

    /// <summary>Whether the configured store has a folder.</summary>
    public bool IsOnDisk => store?.IsInDirectory is not null;

    /// <summary>Whether a command can use the store beside the services that use it, as with a database.</summary>
    public bool IsShared => store is { IsInDirectory: null, Stopped: not null };

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>Whether the folder contains an inbox.</summary>
    public bool Exists => store?.IsInDirectory?.Invoke(Directory) is true;

    /// <summary>The value of <c>Inbox:Store</c>.</summary>
    public string Store { get; }

    /// <summary>The section of the store's own settings.</summary>
    internal IConfigurationSection Settings { get; }

    /// <summary>Registers the stores of other projects.</summary>
    internal Action<IServiceCollection>? AddStores { get; }

    private string? ApiKey { get; }

    private string? ApiKeyFile { get; }

    /// <summary>Reads <c>Inbox:Store</c>, <c>Inbox:Directory</c>, <c>Operations:ApiKey</c> and <c>Operations:ApiKeyFile</c>, the section of the store, and no other setting.</summary>
    /// <param name="configuration">The settings of the service.</param>
    /// <param name="environment">
    /// The environment of the service; outside Development a relative directory is relative to its content root. Without one it is relative to the current directory.
    /// </param>
    /// <param name="addStores">Registers the stores of other projects, as the service does.</param>
    public static InboxLocation Read(IConfiguration configuration, IHostEnvironment? environment = null, Action<IServiceCollection>? addStores = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new InboxLocation(configuration, environment, addStores);
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
