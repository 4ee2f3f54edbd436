namespace WebhookReceiver.Operators;

/// <summary>What to do with all dead letters that match a filter.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Filter">With which ones.</param>
/// <param name="Rate">With how many each second at most; 0 means as fast as possible.</param>
public sealed record JobRequest(JobKind Kind, DeadLetterFilter Filter, int Rate = JobRequest.DefaultRate)
{
    /// <summary>The rate when none is given.</summary>
    /// <value>100 a second.</value>
    public const int DefaultRate = 100;
}

/// <summary>What a job does with dead letters.</summary>
public enum JobKind
{
    /// <summary>Gives them to their handlers again, at least once.</summary>
    Replay,

    /// <summary>Discards them.</summary>
    Discard,
}
