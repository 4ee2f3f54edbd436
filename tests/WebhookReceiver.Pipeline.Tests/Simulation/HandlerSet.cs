namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The handlers that one version of the application registers.</summary>
/// <param name="Names">The handlers for messages.</param>
/// <param name="HasFallback">Whether there is a fallback.</param>
internal sealed record HandlerSet(IReadOnlyList<string> Names, bool HasFallback)
{
    /// <summary>The name that the receiver generates for the fallback.</summary>
    public const string Fallback = "Unhandled#1";

    /// <summary>The full names of the classes.</summary>
    public static readonly IReadOnlyList<string> Known = [typeof(FirstDesk).FullName!, typeof(SecondDesk).FullName!, typeof(ThirdDesk).FullName!];

    public bool Has(string? handler) => handler is Fallback ? HasFallback : Names.Contains(handler, StringComparer.Ordinal);

    /// <summary>A short name for the story.</summary>
    public static string Short(string? handler) => handler is null ? "nobody" : handler[(handler.LastIndexOf('.') + 1)..];

    public override string ToString() => string.Join(' ', Names.Select(Short)) + (HasFallback ? " and a fallback" : string.Empty);
}
