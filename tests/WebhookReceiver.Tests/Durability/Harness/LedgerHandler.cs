using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Records in its ledger that it started, does what the test asks for, and records how it ended.</summary>
internal sealed class LedgerHandler(LedgerWriter ledger, LedgerSettings settings, TimeProvider clock) : IWhatsAppHandler<TextMessage>
{
    public async Task HandleAsync(TextMessage message, WhatsAppContext context, CancellationToken cancellationToken)
    {
        var (conversation, number) = LoadMessage.PlaceOf(message.Body ?? "");
        var entry = new LedgerEntry(
            LedgerStep.Began, context.Key.ToString(), message.MessageId ?? "", conversation, number, context.Attempt, settings.Life,
            LoadMessage.HashOf(message.Body ?? ""), TimeProvider.System.GetUtcNow());

        await ledger.WriteAsync(entry);

        if (settings.HangingConversations.Contains(conversation))
        {
            await UntilGoneAsync(settings.HangWhile!);
        }

        if (settings.Delay > TimeSpan.Zero && (settings.SlowWhile is null || File.Exists(settings.SlowWhile)))
        {
            await Task.Delay(settings.Delay, clock, cancellationToken);
        }

        if (context.Attempt <= settings.Failures && settings.FailingConversations.Contains(conversation))
        {
            await ledger.WriteAsync(entry with { Step = LedgerStep.Failed, At = TimeProvider.System.GetUtcNow() });
            throw new InvalidOperationException("The test made the ledger handler fail.");
        }

        await ledger.WriteAsync(entry with { Step = LedgerStep.Ended, At = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>Hangs without checking its token, like a handler that waits for a socket that never answers.</summary>
    private async Task UntilGoneAsync(string path)
    {
        while (File.Exists(path))
        {
            // The file is removed by another process, which has no other way to signal.
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, CancellationToken.None);
        }
    }
}
