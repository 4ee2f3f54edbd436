using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests;

/// <summary>Dead letters as a test wants them: all at once, and read.</summary>
internal static class DeadLettersInFull
{
    extension(IDeadLetterTable letters)
    {
        /// <summary>All that can be read, in the order of their ids.</summary>
        public IReadOnlyList<DeadLetter> All =>
            [.. letters.After(after: null, int.MaxValue).Select(entry => letters.Read(entry.Id).Letter).OfType<DeadLetter>()];

        public DeadLetter? Find(Guid id) => letters.Read(id).Letter;

        public ReadOnlyMemory<byte>? BodyOf(Guid id) => letters.Read(id) is { Result: DeadLetterReadResult.Read, Body: var body } ? (ReadOnlyMemory<byte>?)body : null;
    }
}
