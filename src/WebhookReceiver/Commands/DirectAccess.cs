using System.Text.Json;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The inbox of a service that is not running, or one in a database. Operations that change it are not cancelled half-way.</summary>
internal sealed class DirectAccess(StoppedInbox stopped, string replayNote) : IInboxAccess
{
    private readonly WhatsAppInbox inbox = stopped.Inbox;

    public string ReplayNote => replayNote;

    public Task<DeadLetterPage> ListAsync(DeadLetterFilter filter, int limit, Guid? after, CancellationToken cancellationToken) =>
        inbox.ListDeadLettersAsync(filter, limit, after, cancellationToken).AsTask();

    public Task<DeadLetterDetails?> FindAsync(Guid id, CancellationToken cancellationToken) => inbox.FindDeadLetterAsync(id, cancellationToken).AsTask();

    public async Task<DeadLetterResult> ReplayAsync(Guid id, CancellationToken cancellationToken) => await inbox.ReplayAsync(id, CancellationToken.None);

    public async Task<ReplayReport> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => await inbox.ReplayAsync(filter, CancellationToken.None);

    public async Task<DeadLetterResult> DiscardAsync(Guid id, CancellationToken cancellationToken) => await inbox.DiscardAsync(id, CancellationToken.None);

    public Task<InboxStatus> StatusAsync(CancellationToken cancellationToken) => inbox.StatusAsync(cancellationToken).AsTask();

    public async Task<long> ExportAsync(DeliveryExportFilter filter, Stream output, CancellationToken cancellationToken)
    {
        var lines = 0L;

        await foreach (var delivery in inbox.ExportAsync(filter, cancellationToken))
        {
            await JsonSerializer.SerializeAsync(output, delivery, OperatorJson.Default.ExportedDelivery, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            lines++;
        }

        return lines;
    }

    public async Task<ErasureReport> EraseAsync(string user, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.EraseAsync(user, CancellationToken.None);
        }
        catch (FormatException exception)
        {
            throw new CommandFailedException(exception.Message, exception);
        }
    }

    public ValueTask DisposeAsync() => stopped.DisposeAsync();
}
