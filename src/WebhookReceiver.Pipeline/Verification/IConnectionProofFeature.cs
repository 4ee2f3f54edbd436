namespace WebhookReceiver;

/// <summary>
/// A connection feature for servers that distinguish genuine senders from strangers. The server sets it (in <c>ConnectionContext.Features</c>); the receiver calls it when a connection has carried a
/// delivery with a valid signature, or a request with the correct operations key. A server that runs short of connections or memory takes them from connections that have proved nothing.
/// </summary>
public interface IConnectionProofFeature
{
    /// <summary>Whether <see cref="Prove"/> was called.</summary>
    bool IsProven { get; }

    /// <summary>Records that the other end has proved its identity. May be called repeatedly, from any thread.</summary>
    void Prove();
}
