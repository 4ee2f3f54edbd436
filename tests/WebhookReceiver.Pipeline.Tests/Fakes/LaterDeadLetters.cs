using System.Runtime.CompilerServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Dead letters of a store whose every answer is asynchronous, like that of a database.</summary>
internal class LaterDeadLetters(IDeadLetters inner) : IDeadLetters
{
    public async ValueTask<DeadLetterCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.CountAsync(cancellationToken);
    }

    public async ValueTask<DeadLetterState?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.FindAsync(id, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<DeadLetterEntry>> AfterAsync(Guid? after, int atMost, bool newestFirst = false, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.AfterAsync(after, atMost, newestFirst, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Guid>> ReplayingAfterAsync(
        Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null, CancellationToken cancellationToken = default)
    {
        var found = await inner.ReplayingAfterAsync(after, atMost, exceptHandlers, cancellationToken);
        await Task.Yield();
        return found;
    }

    public async ValueTask<DeadLetterReading> ReadAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.ReadAsync(id, cancellationToken);
    }

    public async IAsyncEnumerable<DeadLetterReading> ReadAsync(IReadOnlyList<Guid> ids, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var reading in inner.ReadAsync(ids, cancellationToken))
        {
            await Task.Yield();
            yield return reading;
        }
    }

    public virtual async Task RemoveAsync(IReadOnlyList<Guid> ids, DeadLetterRemoval why, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        await inner.RemoveAsync(ids, why, cancellationToken);
    }

    public void WhenReplayEnds(Action<Guid> call) => inner.WhenReplayEnds(call);
}
