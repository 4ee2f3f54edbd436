namespace WebhookReceiver;

/// <summary>
/// A feature of a connection whose server tells strangers from senders: set by the server (in <c>ConnectionContext.Features</c>), and used by the receiver when a connection has carried a
/// delivery with a right signature, or a request with the right operations key. A server that is short of connections or memory takes them from those that have proved nothing.
/// </summary>
public interface IConnectionProofFeature
{
    /// <summary>Whether <see cref="Prove"/> was called.</summary>
    bool IsProven { get; }

    /// <summary>The other end has proved who it is. May be called again, from any thread.</summary>
    void Prove();
}
