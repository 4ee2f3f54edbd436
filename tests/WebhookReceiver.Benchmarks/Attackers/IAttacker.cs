using System.Net.Sockets;

namespace WebhookReceiver.Benchmarks;

/// <summary>What an attacker does with one connection.</summary>
internal interface IAttacker
{
    /// <summary>Ends when the server has closed the connection.</summary>
    /// <exception cref="SocketException">The server has reset it.</exception>
    /// <exception cref="OperationCanceledException">The attack is over.</exception>
    Task UseAsync(AttackConnection connection, CancellationToken cancellationToken);
}
