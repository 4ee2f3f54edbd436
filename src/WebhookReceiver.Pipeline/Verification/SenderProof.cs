using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace WebhookReceiver.Verification;

/// <summary>How the senders of one endpoint prove who they are, with the secrets of one moment. Immutable: a change creates a new instance.</summary>
internal abstract class SenderProof
{
    private readonly DefaultObjectPool<ReceivedBody> bodies;

    /// <param name="keys">The keys under which bodies are signed; none when the head of a request is the proof.</param>
    /// <param name="identity">Everything that makes up this proof, to recognise a change.</param>
    protected SenderProof(IEnumerable<string> keys, IEnumerable<string> identity)
    {
        // An empty key is known to everybody. It is refused at startup, and ignored here.
        var bytes = keys.Where(static key => !string.IsNullOrWhiteSpace(key)).Select(Encoding.UTF8.GetBytes).ToArray();
        bodies = new DefaultObjectPool<ReceivedBody>(new ReceivedBodyPolicy(bytes), maximumRetained: 256);
        Fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', identity.Prepend(GetType().Name))));
    }

    /// <summary>Differs for every other proof.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>The header that carries the proof.</summary>
    public abstract string HeaderName { get; }

    /// <summary>The value of <c>WWW-Authenticate</c> with a 401; null when no scheme of HTTP applies.</summary>
    public virtual string? Challenge => null;

    /// <summary>Whether the head of the request alone decides, so that a wrong one is a wrong secret and not just a malformed header.</summary>
    public abstract bool IsInHead { get; }

    /// <summary>Reads what the head of a request presents.</summary>
    /// <returns>Null when the request is refused without reading its body.</returns>
    public abstract SenderClaim? Read(IHeaderDictionary headers);

    /// <summary>A new, empty body whose signatures are computed as it arrives. Dispose it when done.</summary>
    public ReceivedBody NewBody()
    {
        var body = bodies.Get();
        body.Open(bodies);
        return body;
    }

    private sealed class ReceivedBodyPolicy(byte[][] keys) : IPooledObjectPolicy<ReceivedBody>
    {
        public ReceivedBody Create() => new(keys);

        public bool Return(ReceivedBody obj) => true;
    }
}
