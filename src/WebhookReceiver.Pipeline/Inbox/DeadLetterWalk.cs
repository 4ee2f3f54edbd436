using System.Runtime.CompilerServices;

namespace WebhookReceiver.Inbox;

/// <summary>Enumerates all dead letters.</summary>
internal static class DeadLetterWalk
{
    /// <summary>
    /// The entries after an id, in order, fetched one portion at a time. Dead letters added or removed during the walk may or may not be included.
    /// </summary>
    public static async IAsyncEnumerable<DeadLetterEntry> WalkAsync(
        this IDeadLetters deadLetters, Guid? after, int portion, bool newestFirst = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<DeadLetterEntry> found;

        do
        {
            found = await deadLetters.AfterAsync(after, portion, newestFirst, cancellationToken);

            foreach (var deadLetter in found)
            {
                yield return deadLetter;
                after = deadLetter.Id;
            }
        }
        while (found.Count == portion);
    }
}
