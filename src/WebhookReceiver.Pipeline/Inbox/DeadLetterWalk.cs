using System.Runtime.CompilerServices;

namespace WebhookReceiver.Inbox;

/// <summary>A walk through all dead letters.</summary>
internal static class DeadLetterWalk
{
    /// <summary>What is known of all behind an id, in order; a portion is taken when it is come to. Those that come or go meanwhile may be among them or not.</summary>
    public static async IAsyncEnumerable<DeadLetterEntry> WalkAsync(
        this IDeadLetters letters, Guid? after, int portion, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<DeadLetterEntry> found;

        do
        {
            found = await letters.AfterAsync(after, portion, cancellationToken: cancellationToken);

            foreach (var letter in found)
            {
                yield return letter;
                after = letter.Id;
            }
        }
        while (found.Count == portion);
    }
}
