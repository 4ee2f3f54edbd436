namespace WebhookReceiver.Postgres;

/// <summary>
/// The bodies that this instance is storing or has stored and not taken yet, so that a poll need not fetch them: only the order comes from the database. The latest are kept, while
/// there is room. Thread-safe.
/// </summary>
internal sealed class StoredBodies
{
    private const long MostBytes = 32 * 1024 * 1024;

    /// <summary>What a body takes besides its bytes.</summary>
    private const int Overhead = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<long, byte[]> kept = [];
    private long writer;
    private long first;
    private long next;
    private long bytes;

    /// <summary>A writer, and the number from which on its bodies are here.</summary>
    public (long Writer, long From) Kept
    {
        get
        {
            lock (gate)
            {
                return (writer, first);
            }
        }
    }

    /// <summary>Called before the body is stored, because a poll may see it before its writer knows. A new writer replaces the one before.</summary>
    public void Add(long by, long number, byte[] body)
    {
        lock (gate)
        {
            if (by != writer)
            {
                kept.Clear();
                (writer, first, next, bytes) = (by, number, number, 0);
            }

            // A batch that was refused is followed by another with the same numbers.
            Remove(number);
            kept.Add(number, body);
            next = number + 1;
            bytes += body.Length + Overhead;

            for (; bytes > MostBytes && first < number; first++)
            {
                Remove(first);
            }
        }
    }

    /// <returns>Null when it is not here any longer.</returns>
    public byte[]? Take(long by, long number)
    {
        lock (gate)
        {
            return by == writer && number < next ? Remove(number) : null;
        }
    }

    private byte[]? Remove(long number)
    {
        if (!kept.Remove(number, out var body))
        {
            return null;
        }

        bytes -= body.Length + Overhead;
        return body;
    }
}
