using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Operators;

/// <summary>
/// The logins of the console, in memory only, so that none outlives the process. A session is found by the hash of its id: neither the table nor the time that a look-up takes reveals an id. At most
/// <see cref="Most"/>; another login ends the oldest.
/// </summary>
internal sealed class OperationsSessions(OperationsKey keys, TimeProvider clock)
{
    public const int Most = 64;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const int IdBytes = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<string, OperationsSession> sessions = new(StringComparer.Ordinal);

    /// <summary>Starts a session for the holder of a key.</summary>
    /// <returns>Its id, which is stored nowhere; null when the key is wrong.</returns>
    public bool TryStart(string? key, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out OperationsSession? session)
    {
        (id, session) = (null, null);

        if (keys.AccessOf(key) is not { } access)
        {
            return false;
        }

        id = RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true);
        session = new OperationsSession(access, OperationsKey.Hash(key!), clock.GetUtcNow() + Lifetime, clock.GetTimestamp());

        lock (gate)
        {
            RemoveEnded();

            if (sessions.Count >= Most)
            {
                sessions.Remove(sessions.MinBy(static one => one.Value.StartedAt).Key);
            }

            sessions.Add(NameOf(id), session);
        }

        return true;
    }

    /// <summary>The session with that id; null when there is none, or none any more.</summary>
    public OperationsSession? Find(string? id)
    {
        if (id is null)
        {
            return null;
        }

        lock (gate)
        {
            return sessions.GetValueOrDefault(NameOf(id)) is { } session && IsValid(session) ? session : null;
        }
    }

    public void End(string? id)
    {
        if (id is null)
        {
            return;
        }

        lock (gate)
        {
            sessions.Remove(NameOf(id));
        }
    }

    private static string NameOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private bool IsValid(OperationsSession session) => clock.GetElapsedTime(session.StartedAt) < Lifetime && keys.IsInForce(session.KeyHash, session.Access);

    private void RemoveEnded()
    {
        foreach (var ended in sessions.Where(one => !IsValid(one.Value)).Select(static one => one.Key).ToList())
        {
            sessions.Remove(ended);
        }
    }
}
