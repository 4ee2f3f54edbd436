using Microsoft.Extensions.Configuration;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver.Operators;

/// <summary>Where the settings say that the inbox is, and how a service that has it open is asked. For programs beside the service.</summary>
public sealed record InboxLocation
{
    private InboxLocation(IConfiguration configuration)
    {
        var section = configuration.GetSection(InboxOptions.Section);
        var options = new InboxOptions { Store = section[nameof(InboxOptions.Store)], Directory = section[nameof(InboxOptions.Directory)] };
        IsOnDisk = options.IsJournal;
        Directory = Path.GetFullPath(options.Directory is { Length: > 0 } directory ? directory : ".");
        ApiKey = configuration[$"{OperationsOptions.Section}:{nameof(OperationsOptions.ApiKey)}"];
    }

    /// <summary>Whether the store is one with a folder.</summary>
    public bool IsOnDisk { get; }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>Whether there is an inbox in the folder.</summary>
    public bool Exists => System.IO.Directory.Exists(new InboxFolder(Directory).Outcomes) || System.IO.Directory.Exists(new InboxFolder(Directory).Deliveries);

    private string? ApiKey { get; }

    /// <summary>Reads <c>Inbox:Store</c>, <c>Inbox:Directory</c> and <c>Operations:ApiKey</c>, and no other setting.</summary>
    public static InboxLocation Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new InboxLocation(configuration);
    }

    /// <summary>The configured key of <c>/api</c>, else the one that the service has written to the folder at its start.</summary>
    /// <returns>Null when there is neither.</returns>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? ReadKey()
    {
        var path = Path.Combine(Directory, OperationsKeyFile.FileName);
        return ApiKey ?? (IsOnDisk && File.Exists(path) ? File.ReadAllText(path).Trim() : null);
    }

    /// <summary>Nothing of the key.</summary>
    public override string ToString() => Directory;
}
