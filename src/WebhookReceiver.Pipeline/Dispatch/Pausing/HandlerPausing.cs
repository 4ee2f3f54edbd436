using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Pauses and resumes handlers. A pause is in the store before it takes effect, so that it outlives the process, and a store that several processes share tells each of them within
/// seconds. No event and no replay enters a lane before the pauses of the store are known. Thread-safe.
/// </summary>
internal sealed partial class HandlerPausing(IHandlerPauses store, PausedHandlers paused, HandlerGates gates, TimeProvider clock, ILogger<HandlerPausing> logger)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <summary>One change at a time, so that what was read last is in force.</summary>
    private readonly OneAtATime changing = new();
    private volatile bool isKnown;
    private volatile string? trouble;

    /// <summary>Whether the pauses of the store are known.</summary>
    public bool IsKnown => isKnown;

    /// <summary>Why the pauses of the store cannot be read; null when they can.</summary>
    public string? Trouble => trouble;

    /// <summary>Reads the pauses of the store, and tries again until it succeeds. Called once the store is open.</summary>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        while (!await TryReadAsync(cancellationToken))
        {
            await Task.Delay(TryAgain, clock, cancellationToken);
        }

        isKnown = true;
    }

    /// <summary>Follows what other processes pause and resume; ends at once when there are none.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (store.IsShared)
        {
            await Task.Delay(LookAgain, clock, cancellationToken);

            if (isKnown)
            {
                await TryReadAsync(cancellationToken);
            }
        }
    }

    /// <summary>Completes when no further call of the handler begins, here; calls in progress may still be.</summary>
    /// <exception cref="IOException">It cannot be written, and the handler is not paused.</exception>
    public async Task PauseAsync(string handler, string by, CancellationToken cancellationToken = default)
    {
        using (await changing.EnterAsync(cancellationToken))
        {
            await store.PauseAsync(new HandlerPause(handler, clock.GetUtcNow(), by), cancellationToken);
            Apply(await store.ReadAsync(cancellationToken));
        }
    }

    /// <summary>Lets the handler be called again.</summary>
    /// <exception cref="IOException">It cannot be written, and the handler stays paused.</exception>
    public async Task ResumeAsync(string handler, CancellationToken cancellationToken = default)
    {
        using (await changing.EnterAsync(cancellationToken))
        {
            await store.ResumeAsync(handler, cancellationToken);
            Apply(await store.ReadAsync(cancellationToken));
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        var isNew = trouble is null;

        try
        {
            using (await changing.EnterAsync(cancellationToken))
            {
                Apply(await store.ReadAsync(cancellationToken));
            }

            trouble = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (isNew)
            {
                PausesUnreadable(logger, exception.Message);
            }

            trouble = exception.Message;
            return false;
        }
    }

    private void Apply(IReadOnlyList<HandlerPause> pauses)
    {
        var hasChanged = false;

        foreach (var pause in pauses.Where(pause => !paused.Contains(pause.Handler)))
        {
            paused.Add(pause);
            gates.Pause(pause.Handler);
            HandlerPaused(logger, pause.Handler, pause.By, pause.At);
            hasChanged = true;
        }

        foreach (var pause in paused.All.Where(pause => !pauses.Any(other => other.Handler.Equals(pause.Handler, StringComparison.Ordinal))))
        {
            paused.Remove(pause.Handler);
            gates.Resume(pause.Handler);
            HandlerResumed(logger, pause.Handler);
            hasChanged = true;
        }

        if (hasChanged)
        {
            paused.Changed?.Invoke();
        }
    }

    [LoggerMessage(1530, LogLevel.Warning, "Handler {Handler} is paused by {By} since {At:u}: its events wait")]
    private static partial void HandlerPaused(ILogger logger, string handler, string by, DateTimeOffset at);

    [LoggerMessage(1531, LogLevel.Information, "Handler {Handler} is no longer paused")]
    private static partial void HandlerResumed(ILogger logger, string handler);

    [LoggerMessage(1532, LogLevel.Error, "It cannot be read which handlers are paused, and is tried again; until it is known at a start, no handler is called: {Problem}")]
    private static partial void PausesUnreadable(ILogger logger, string problem);
}
