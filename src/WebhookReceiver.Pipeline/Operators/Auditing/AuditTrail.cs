using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Inbox;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Operators;

/// <summary>Records what operators do, before it is done: an action that cannot be recorded is refused.</summary>
internal sealed class AuditTrail(IAuditLog log, TimeProvider clock)
{
    /// <summary>Who sends a request, and from where.</summary>
    /// <remarks>The addresses are a service of the request, because their settings are not those of a command.</remarks>
    public static AuditActor ActorOf(HttpContext context) => new(
        OperationsCaller.Of(context)?.Name ?? OperationsCaller.ApiKey, context.RequestServices.GetRequiredService<SenderAddresses>().Of(context)?.ToString());

    /// <summary>Records what a request is about to do.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">One of <see cref="AuditAction"/>.</param>
    /// <param name="target">To what; never a person, unless masked.</param>
    /// <param name="detail">More about it; never a person.</param>
    /// <param name="count">To how many, when it concerns several.</param>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, so it must not be done; answered with 503.</exception>
    public ValueTask WriteAsync(HttpContext context, string action, string? target = null, string? detail = null, long? count = null) =>
        WriteAsync(ActorOf(context), action, target, detail, count);

    /// <inheritdoc cref="WriteAsync(HttpContext, string, string?, string?, long?)"/>
    public async ValueTask WriteAsync(AuditActor actor, string action, string? target = null, string? detail = null, long? count = null)
    {
        try
        {
            // Not cancelled with the request: an entry that is being written would be there or not.
            await log.WriteAsync(
                new AuditEntry { At = clock.GetUtcNow(), Action = action, Target = target, Detail = detail, Count = count, By = actor.By, From = actor.From }, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AuditUnavailableException($"The audit log cannot be written, so nothing was done: {exception.Message}", exception);
        }
    }
}

/// <summary>Who does something, as it is recorded.</summary>
/// <param name="By">The kind of access.</param>
/// <param name="From">The address of the sender; null for what happens on this machine.</param>
internal sealed record AuditActor(string By, string? From)
{
    /// <summary>Somebody who may open the store without the service.</summary>
    public static AuditActor CommandLine { get; } = new("command line", From: null);

    /// <summary>Code of the application that uses <see cref="WhatsAppInbox"/>.</summary>
    public static AuditActor Application { get; } = new("application", From: null);
}
