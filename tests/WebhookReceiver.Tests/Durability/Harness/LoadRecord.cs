using System.Collections.Concurrent;
using System.Net;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>What the sender knows: what it sent, and how it was answered.</summary>
internal sealed class LoadRecord
{
    private readonly ConcurrentDictionary<string, LoadMessage> sent = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<LoadAnswer> answers = new();
    private readonly ConcurrentQueue<(DateTimeOffset From, DateTimeOffset To)> cuts = new();
    private readonly Steps steps = new();
    private int acknowledgements;

    /// <summary>Everything that may have reached the receiver, by the id of the message.</summary>
    public IReadOnlyDictionary<string, LoadMessage> Sent => sent;

    public IReadOnlyCollection<LoadAnswer> Answers => [.. answers.Select(AsReceived)];

    public IEnumerable<string> Acknowledged => Answers.Where(static answer => answer.IsAcknowledged).Select(static answer => answer.MessageId).Distinct(StringComparer.Ordinal);

    public int Acknowledgements => Volatile.Read(ref acknowledgements);

    /// <summary>Called before the first byte is sent.</summary>
    public void Sending(LoadMessage message) => sent.TryAdd(message.Id, message);

    public void Answered(LoadAnswer answer)
    {
        answers.Enqueue(answer);

        if (answer.IsAcknowledged)
        {
            Interlocked.Increment(ref acknowledgements);
        }

        steps.Taken();
    }

    /// <summary>Waits for the effect of an answer, or for the end of the senders.</summary>
    public Task UntilAsync(Func<LoadRecord, bool> condition, string what) => steps.UntilAsync(() => condition(this), what);

    /// <summary>A sender has ended.</summary>
    public void SenderEnded() => steps.Taken();

    /// <summary>
    /// The power was cut at this time. An answer that comes after it to a request from before it would have reached nobody: the machine
    /// was off. An answer to a request from after the cut counts as a false one. This matters: the sync that is under way while the file system is shut down may
    /// return without an error although its data is gone (in 2 of 30 cuts under a loop of nothing but <c>pwrite</c> and <c>fdatasync</c>, Linux 6).
    /// </summary>
    public void PowerWasCut(DateTimeOffset from, DateTimeOffset to) => cuts.Enqueue((from, to));

    private LoadAnswer AsReceived(LoadAnswer answer) =>
        cuts.Any(cut => answer.SentAt < cut.To && answer.At >= cut.From) ? answer with { Status = null } : answer;

    /// <summary>The least of the percentiles of five parts of the span: other work on the machine can only add to a time.</summary>
    public TimeSpan QuickestPercentile(double percent, DateTimeOffset from, DateTimeOffset to)
    {
        const int parts = 5;
        var part = (to - from) / parts;
        return Enumerable.Range(0, parts).Select(number => Percentile(percent, from + (number * part), from + ((number + 1) * part))).Where(static time => time > TimeSpan.Zero).Min();
    }

    /// <summary>The given percentile of the time to a 200, among the requests that started in the span.</summary>
    public TimeSpan Percentile(double percent, DateTimeOffset from, DateTimeOffset to)
    {
        var times = Answers
            .Where(answer => answer.IsAcknowledged && answer.SentAt >= from && answer.SentAt < to)
            .Select(static answer => answer.At - answer.SentAt)
            .Order()
            .ToArray();

        return times.Length is 0 ? TimeSpan.Zero : times[Math.Min(times.Length - 1, (int)(times.Length * percent / 100))];
    }
}

/// <param name="MessageId">The message that was answered.</param>
/// <param name="Status">Null when the connection failed or there was no answer in time.</param>
/// <param name="SentAt">The time before the first byte was sent.</param>
/// <param name="At">The time of the answer or the failure.</param>
internal sealed record LoadAnswer(string MessageId, HttpStatusCode? Status, DateTimeOffset SentAt, DateTimeOffset At)
{
    public bool IsAcknowledged => Status is HttpStatusCode.OK;
}
